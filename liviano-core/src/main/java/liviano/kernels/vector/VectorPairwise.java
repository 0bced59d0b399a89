package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PairFunction;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Lanes;

/** A function of two tensors. A unit is a block of rows of channels. */
final class VectorPairwise implements Kernel {
  private static final int BLOCK = 64;

  private final Task.Pairwise task;
  private final int rows;

  VectorPairwise(Task.Pairwise task) {
    this.task = task;
    this.rows = Math.multiplyExact(task.samples(), task.positions());
  }

  @Override
  public int units() {
    return Math.ceilDiv(rows, BLOCK);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int fromRow = fromUnit * BLOCK;
    int toRow = (int) Math.min(rows, (long) toUnit * BLOCK);
    long row = (long) task.channels() * Float.BYTES;
    if (!task.perChannel()) {
      pass(frame, fromRow * row, fromRow * row, (long) (toRow - fromRow) * task.channels());
      return;
    }
    for (int r = fromRow; r < toRow; r++) {
      pass(frame, r * row, task.otherRow(r) * row, task.channels());
    }
  }

  /** A loop for each function: one loop that is handed its function would box vectors. */
  private void pass(Frame frame, long at, long otherAt, long count) {
    MemorySegment a = frame.input(0);
    MemorySegment b = frame.input(1);
    MemorySegment to = frame.output();
    long vectors = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    switch (task.function()) {
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
    }
    PairFunction function = task.function();
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, at + i, function.apply(Lanes.get(a, at + i), Lanes.get(b, otherAt + i)));
    }
  }
}
