package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.vector.loops.Lanes;

/** The piecewise linear sigmoid and swish. A unit is a run of {@value #RUN} numbers. */
final class VectorHard implements Kernel {
  private static final int RUN = 8192;

  private final long count;
  private final boolean swish;

  private VectorHard(long count, boolean swish) {
    this.count = count;
    this.swish = swish;
  }

  static Kernel of(Elementwise.HardSigmoid task) {
    return new VectorHard(task.count(), false);
  }

  static Kernel of(Elementwise.HardSwish task) {
    return new VectorHard(task.count(), true);
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long at = (long) fromUnit * RUN;
    long run = Math.min(count, (long) toUnit * RUN) - at;
    if (swish) {
      swish(frame.input(0), frame.output(), at * Float.BYTES, run);
    } else {
      sigmoid(frame.input(0), frame.output(), at * Float.BYTES, run);
    }
  }

  private static void sigmoid(MemorySegment from, MemorySegment to, long at, long count) {
    long vectors = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    for (long i = 0; i < vectors; i += Lanes.BYTES) {
      FloatVector x = FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + i, Lanes.ORDER);
      FloatVector shifted = x.add(3);
      FloatVector least = shifted.blend(0, shifted.compare(VectorOperators.LT, 0));
      least
          .blend(6, least.compare(VectorOperators.GT, 6))
          .div(6)
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, at + i, Clamp.RELU6.apply(Lanes.get(from, at + i) + 3) / 6);
    }
  }

  private static void swish(MemorySegment from, MemorySegment to, long at, long count) {
    long vectors = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    for (long i = 0; i < vectors; i += Lanes.BYTES) {
      FloatVector x = FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + i, Lanes.ORDER);
      FloatVector shifted = x.add(3);
      FloatVector least = shifted.blend(0, shifted.compare(VectorOperators.LT, 0));
      least
          .blend(6, least.compare(VectorOperators.GT, 6))
          .mul(x)
          .div(6)
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
    for (long i = vectors; i < count * Float.BYTES; i += Float.BYTES) {
      float x = Lanes.get(from, at + i);
      Lanes.set(to, at + i, Clamp.RELU6.apply(x + 3) * x / 6);
    }
  }
}
