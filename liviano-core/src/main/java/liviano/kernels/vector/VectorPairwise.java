package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PairFunction;
import liviano.kernels.StridedView;
import liviano.kernels.vector.loops.Lanes;

/** A function of two tensors. A unit is some rows of the view of the second, or a part of one. */
final class VectorPairwise implements Kernel {
  private final PairFunction function;
  private final StridedView other;
  private final RowPieces pieces;

  VectorPairwise(Elementwise.Pairwise task) {
    this.function = task.function();
    this.other = task.other();
    this.pieces = new RowPieces(other);
  }

  /** Whether each row meets adjacent numbers, or one number, and vectors have the function. */
  static boolean canServe(Elementwise.Pairwise task) {
    return task.other().columnStride() <= 1
        && switch (task.function()) {
          case ADD, MULTIPLY, MAXIMUM, MINIMUM, SUBTRACT, DIVIDE -> true;
          case FLOOR_DIVIDE, POWER -> false;
        };
  }

  @Override
  public int units() {
    return pieces.units();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int column = pieces.fromColumn(unit);
      int columns = pieces.columns(unit);
      int toRow = pieces.toRow(unit);
      for (int row = pieces.fromRow(unit); row < toRow; row++) {
        long at = ((long) row * other.columns() + column) * Float.BYTES;
        long otherAt = (other.rowStart(row) + column * other.columnStride()) * Float.BYTES;
        if (other.columnStride() == 1) {
          tensors(frame, at, otherAt, columns);
        } else {
          number(frame, at, Lanes.get(frame.input(1), otherAt), columns);
        }
      }
    }
  }

  /** A loop for each function: one loop that is handed its function would box vectors. */
  private void tensors(Frame frame, long at, long otherAt, long count) {
    MemorySegment a = frame.input(0);
    MemorySegment b = frame.input(1);
    MemorySegment to = frame.output();
    long vectors = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    switch (function) {
      case ADD -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).add(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case MULTIPLY -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).mul(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case MAXIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).max(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case MINIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).min(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case SUBTRACT -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).sub(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case DIVIDE -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).div(Lanes.load(b, otherAt + i)), to, at + i);
        }
      }
      case FLOOR_DIVIDE, POWER -> throw new AssertionError(function + " is declined");
    }
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, at + i, function.apply(Lanes.get(a, at + i), Lanes.get(b, otherAt + i)));
    }
  }

  /** All numbers of the first with the same one of the second. */
  private void number(Frame frame, long at, float b, long count) {
    MemorySegment a = frame.input(0);
    MemorySegment to = frame.output();
    FloatVector all = FloatVector.broadcast(Lanes.SPECIES, b);
    long vectors = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    switch (function) {
      case ADD -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).add(all), to, at + i);
        }
      }
      case MULTIPLY -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).mul(all), to, at + i);
        }
      }
      case MAXIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).max(all), to, at + i);
        }
      }
      case MINIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).min(all), to, at + i);
        }
      }
      case SUBTRACT -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).sub(all), to, at + i);
        }
      }
      case DIVIDE -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          Lanes.store(Lanes.load(a, at + i).div(all), to, at + i);
        }
      }
      case FLOOR_DIVIDE, POWER -> throw new AssertionError(function + " is declined");
    }
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, at + i, function.apply(Lanes.get(a, at + i), b));
    }
  }
}
