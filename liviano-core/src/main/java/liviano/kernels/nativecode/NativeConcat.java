package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.nativecode.code.Memory;

/**
 * Concatenates rows with the JDK's own copy. It exists so that the paper's networks need no other
 * provider. A unit is some rows.
 */
final class NativeConcat implements Kernel {
  /** Bytes of the output that a unit has at most, where a row is no more. */
  private static final int AT_ONCE = 64 * 1024;

  private final int rows;
  private final int rowsAUnit;

  /** Bytes of a row of each input. */
  private final long[] parts;

  private final long rowBytes;

  NativeConcat(Move.Concat task) {
    this.rows = task.rows();
    int bytes = task.formats().output().bytes();
    this.parts = task.channels().stream().mapToLong(c -> (long) c * bytes).toArray();
    long sum = 0;
    for (long part : parts) {
      sum += part;
    }
    this.rowBytes = sum;
    this.rowsAUnit = Math.toIntExact(Math.max(1, AT_ONCE / rowBytes));
  }

  @Override
  public int units() {
    return Math.ceilDiv(rows, rowsAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int from = fromUnit * rowsAUnit;
    int to = (int) Math.min(rows, (long) toUnit * rowsAUnit);
    long before = frame.output().address();
    for (int input = 0; input < parts.length; input++) {
      long part = parts[input];
      long in = frame.input(input).address();
      for (int row = from; row < to; row++) {
        Memory.copy(in + row * part, before + row * rowBytes, part);
      }
      before += part;
    }
    Reference.reachabilityFence(frame);
  }
}
