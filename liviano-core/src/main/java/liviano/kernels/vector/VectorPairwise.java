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
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .add(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MULTIPLY -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .mul(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MAXIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .max(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MINIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .min(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case SUBTRACT -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .sub(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case DIVIDE -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .div(FloatVector.fromMemorySegment(Lanes.SPECIES, b, otherAt + i, Lanes.ORDER))
              .intoMemorySegment(to, at + i, Lanes.ORDER);
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
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .add(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MULTIPLY -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .mul(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MAXIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .max(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case MINIMUM -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .min(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case SUBTRACT -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .sub(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case DIVIDE -> {
        for (long i = 0; i < vectors; i += Lanes.BYTES) {
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, at + i, Lanes.ORDER)
              .div(all)
              .intoMemorySegment(to, at + i, Lanes.ORDER);
        }
      }
      case FLOOR_DIVIDE, POWER -> throw new AssertionError(function + " is declined");
    }
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, at + i, function.apply(Lanes.get(a, at + i), b));
    }
  }
}
