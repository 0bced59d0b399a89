package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Reduction;

/**
 * Numbers along some axes become one, in the order in which they lie in memory. A unit is a run of
 * {@value #RUN} numbers of the output.
 */
final class ScalarReduce implements Kernel {
  private static final int RUN = 64;

  private final Reduction kind;
  private final DType format;
  private final ReducedAxes kept;
  private final ReducedAxes leftOut;

  ScalarReduce(Resample.Reduce task) {
    this.kind = task.kind();
    this.format = task.formats().output();
    this.kept = ReducedAxes.of(task.extents(), task.axes(), false);
    this.leftOut = ReducedAxes.of(task.extents(), task.axes(), true);
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(kept.count(), RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment in = frame.input(0);
    MemorySegment out = frame.output();
    long to = Math.min(kept.count(), (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < to; i++) {
      switch (format) {
        case F32 -> Floats.set(out, i, (float) real(in, kept.at(i)));
        case I32 -> out.setAtIndex(LittleEndian.INT, i, (int) whole(in, kept.at(i)));
        case I64 -> out.setAtIndex(LittleEndian.LONG, i, whole(in, kept.at(i)));
        default -> throw new IllegalStateException(format + " is not computed with");
      }
    }
  }

  private double real(MemorySegment in, long from) {
    double result = Floats.get(in, from);
    for (long i = 1; i < leftOut.count(); i++) {
      double next = Floats.get(in, from + leftOut.at(i));
      result =
          switch (kind) {
            case SUM -> result + next;
            case PRODUCT -> result * next;
            case MAX -> Math.max(result, next);
            case MIN -> Math.min(result, next);
          };
    }
    return result;
  }

  private long whole(MemorySegment in, long from) {
    long result = integer(in, from);
    for (long i = 1; i < leftOut.count(); i++) {
      long next = integer(in, from + leftOut.at(i));
      result =
          switch (kind) {
            case SUM -> result + next;
            case PRODUCT -> result * next;
            case MAX -> Math.max(result, next);
            case MIN -> Math.min(result, next);
          };
    }
    return result;
  }

  private long integer(MemorySegment in, long index) {
    return format == DType.I32
        ? in.getAtIndex(LittleEndian.INT, index)
        : in.getAtIndex(LittleEndian.LONG, index);
  }
}
