package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.StridedView;
import liviano.kernels.vector.loops.Lanes;

/** Copies rows of a view: as a whole where their numbers are adjacent, else one by one. */
final class VectorStrided implements Kernel {
  private final StridedView view;
  private final RowPieces pieces;

  private VectorStrided(StridedView view) {
    this.view = view;
    this.pieces = new RowPieces(view);
  }

  static Kernel of(Move.Strided task) {
    return VectorTranspose.canServe(task)
        ? new VectorTranspose(task)
        : new VectorStrided(task.view());
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
        long in = view.rowStart(row) + column * view.columnStride();
        long out = (long) row * view.columns() + column;
        copy(frame.input(0), in * Float.BYTES, frame.output(), out * Float.BYTES, columns);
      }
    }
  }

  private void copy(MemorySegment in, long inAt, MemorySegment out, long outAt, int count) {
    if (view.columnStride() == 1) {
      MemorySegment.copy(in, inAt, out, outAt, (long) count * Float.BYTES);
      return;
    }
    long step = view.columnStride() * Float.BYTES;
    for (int i = 0; i < count; i++) {
      Lanes.set(out, outAt + (long) i * Float.BYTES, Lanes.get(in, inAt + i * step));
    }
  }
}
