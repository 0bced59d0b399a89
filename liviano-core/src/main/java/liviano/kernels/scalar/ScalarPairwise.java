package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PairFunction;
import liviano.kernels.StridedView;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** A function of two tensors. A unit is one row of the view of the second. */
final class ScalarPairwise implements Kernel {

  /** Computes number {@code i} of the output, with number {@code j} of the second tensor. */
  @FunctionalInterface
  private interface Element {
    void compute(MemorySegment a, long i, MemorySegment b, long j, MemorySegment out);
  }

  private final StridedView other;
  private final Element element;

  ScalarPairwise(Elementwise.Pairwise task) {
    this.other = task.other();
    this.element = element(task.function(), task.formats().output());
  }

  /** Whether numbers of the format are computed with. */
  static boolean computes(DType format) {
    return format == DType.F32 || format == DType.I32 || format == DType.I64;
  }

  private static Element element(PairFunction function, DType format) {
    return switch (format) {
      case F32 ->
          (a, i, b, j, out) ->
              Floats.set(out, i, function.apply(Floats.get(a, i), Floats.get(b, j)));
      case I32 ->
          (a, i, b, j, out) ->
              out.setAtIndex(
                  LittleEndian.INT,
                  i,
                  function.apply(
                      a.getAtIndex(LittleEndian.INT, i), b.getAtIndex(LittleEndian.INT, j)));
      case I64 ->
          (a, i, b, j, out) ->
              out.setAtIndex(
                  LittleEndian.LONG,
                  i,
                  function.apply(
                      a.getAtIndex(LittleEndian.LONG, i), b.getAtIndex(LittleEndian.LONG, j)));
      default -> throw new IllegalArgumentException(format + " is not computed with");
    };
  }

  @Override
  public int units() {
    return other.rows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int row = fromUnit; row < toUnit; row++) {
      long at = (long) row * other.columns();
      long otherAt = other.rowStart(row);
      for (int c = 0; c < other.columns(); c++) {
        element.compute(frame.input(0), at + c, frame.input(1), otherAt, frame.output());
        otherAt += other.columnStride();
      }
    }
  }
}
