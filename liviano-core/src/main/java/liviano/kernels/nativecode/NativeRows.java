package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.StridedView;
import liviano.kernels.nativecode.code.Memory;

/**
 * Rows of bytes that lie together, put one after the other with the JDK's own copy. It exists so
 * that quantized networks need no plain loops. A unit is some rows.
 */
final class NativeRows implements Kernel {
  /** Bytes that a unit has at most, where a row is no more. */
  private static final int AT_ONCE = 64 * 1024;

  private final StridedView view;
  private final int rowsAUnit;

  NativeRows(Move.Strided task) {
    this.view = task.view();
    this.rowsAUnit = Math.max(1, AT_ONCE / view.columns());
  }

  static boolean canServe(Move.Strided task) {
    return task.formats().areAlike()
        && task.formats().output().isByte()
        && task.view().columnStride() == 1;
  }

  @Override
  public int units() {
    return Math.ceilDiv(view.rows(), rowsAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long in = frame.input(0).address();
    long out = frame.output().address();
    int columns = view.columns();
    long end = Math.min(view.rows(), (long) toUnit * rowsAUnit);
    for (int row = fromUnit * rowsAUnit; row < end; row++) {
      Memory.copy(in + view.rowStart(row), out + (long) row * columns, columns);
    }
    Reference.reachabilityFence(frame);
  }
}
