package liviano.kernels.scalar;

import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.FixedPoint;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Param;
import liviano.kernels.Rows;

/** One element at a time. A unit is a run of {@value #RUN} elements. */
final class ScalarElementwise implements Kernel {
  private static final int RUN = 4096;

  /** The element at an index of the output. */
  @FunctionalInterface
  private interface Element {
    float at(Frame frame, long index);
  }

  private final long count;
  private final Element element;

  private ScalarElementwise(long count, Element element) {
    this.count = count;
    this.element = element;
  }

  static Kernel of(Elementwise.Add task) {
    return new ScalarElementwise(
        task.count(),
        (frame, i) ->
            task.clamp().apply(Floats.get(frame.input(0), i) + Floats.get(frame.input(1), i)));
  }

  static Kernel of(Elementwise.AddScaled task) {
    return new ScalarElementwise(
        task.count(),
        (frame, i) -> task.apply(Floats.get(frame.input(0), i), Floats.get(frame.input(1), i)));
  }

  static Kernel of(Elementwise.AddFixed task) {
    return new ScalarElementwise(
        task.count(),
        (frame, i) -> task.apply(Floats.get(frame.input(0), i), Floats.get(frame.input(1), i)));
  }

  static Kernel of(Elementwise.AddShifted task) {
    return new ScalarElementwise(
        task.count(),
        (frame, i) -> task.apply(Floats.get(frame.input(0), i), Floats.get(frame.input(1), i)));
  }

  static Kernel of(Rows.Affine task) {
    float[] scale = task.scale().toFloats();
    float[] offset = task.offset().toFloats();
    int channels = task.channels();
    return new ScalarElementwise(
        (long) task.rows() * channels,
        (frame, i) -> {
          int c = (int) (i % channels);
          return task.clamp().apply(Floats.get(frame.input(0), i) * scale[c] + offset[c]);
        });
  }

  static Kernel of(Elementwise.Activation task) {
    return new ScalarElementwise(task.count(), element(task));
  }

  private static Element element(Elementwise.Activation task) {
    return switch (task) {
      case Elementwise.Clip t -> (frame, i) -> t.clamp().apply(in(frame, i));
      case Elementwise.Sigmoid _ -> (frame, i) -> (float) (1 / (1 + Math.exp(-in(frame, i))));
      case Elementwise.HardSigmoid _ -> (frame, i) -> Clamp.RELU6.apply(in(frame, i) + 3) / 6;
      case Elementwise.HardSwish _ ->
          (frame, i) -> {
            float x = in(frame, i);
            return Clamp.RELU6.apply(x + 3) * x / 6;
          };
      case Elementwise.LeakyRelu t ->
          (frame, i) -> {
            float x = in(frame, i);
            return x < 0 ? x * t.slope() : x;
          };
      case Elementwise.Tanh t ->
          (frame, i) -> (float) (t.amplitude() * Math.tanh((double) t.rate() * in(frame, i)));
      case Elementwise.Map t -> (frame, i) -> t.function().apply(in(frame, i));
    };
  }

  static Kernel of(Rows.PRelu task) {
    float[] slope = task.slope().toFloats();
    int channels = task.channels();
    return new ScalarElementwise(
        (long) task.rows() * channels,
        (frame, i) -> {
          float x = in(frame, i);
          return x < 0 ? x * slope[(int) (i % channels)] : x;
        });
  }

  static Kernel of(Rows.Round task) {
    int channels = task.channels();
    float[] offset = task.offset().map(Param::toFloats).orElse(new float[channels]);
    FixedPoint[] fixed = new FixedPoint[channels];
    for (int c = 0; c < channels; c++) {
      fixed[c] = FixedPoint.of(task.factor(c));
    }
    return new ScalarElementwise(
        (long) task.rows() * channels,
        (frame, i) -> {
          int c = (int) (i % channels);
          double rounded = rounded(task, fixed[c], in(frame, i), offset[c], c);
          return (float)
              Math.clamp(Double.isNaN(rounded) ? 0 : rounded + 0.0, task.least(), task.greatest());
        });
  }

  private static double rounded(
      Rows.Round task, FixedPoint fixed, float x, float offset, int channel) {
    return switch (task.rounding()) {
      case PRODUCT -> Math.rint((x + offset) * (float) task.factor(channel));
      case QUOTIENT -> Math.rint((x + offset) / (float) task.factor(channel));
      case FIXED_POINT -> fixed.halfUp((double) x + offset);
      case FIXED_POINT_AWAY -> fixed.halfAway((double) x + offset);
      case QUOTIENT_AWAY -> {
        double quotient = ((double) x + offset) / task.factor(channel);
        yield Math.copySign(Math.floor(Math.abs(quotient) + 0.5), quotient);
      }
      case QUOTIENT_TOWARD_ZERO -> {
        double quotient = ((double) x + offset) / task.factor(channel);
        yield Math.copySign(Math.floor(Math.abs(quotient)), quotient);
      }
    };
  }

  private static float in(Frame frame, long index) {
    return Floats.get(frame.input(0), index);
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long end = Math.min(count, (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < end; i++) {
      Floats.set(frame.output(), i, element.at(frame, i));
    }
  }
}
