package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Formats;
import liviano.kernels.Frame;
import liviano.kernels.Grid;
import liviano.kernels.Kernel;
import liviano.kernels.Quantizing;
import liviano.tensor.Quantization;

/** Conversions and sums of quantized numbers, one by one. A unit is a run of rows. */
final class ScalarQuantizing implements Kernel {
  private static final int RUN = 4096;

  /** Computes one number. */
  @FunctionalInterface
  private interface Element {
    void compute(Frame frame, long index, int channel);
  }

  private final long count;
  private final int channels;
  private final Element element;

  private ScalarQuantizing(long count, int channels, Element element) {
    this.count = count;
    this.channels = channels;
    this.element = element;
  }

  static Kernel of(Quantizing.Conversion task) {
    long count = (long) task.rows() * task.channels();
    return new ScalarQuantizing(count, task.channels(), element(task));
  }

  private static Element element(Quantizing.Conversion task) {
    return switch (task) {
      case Quantizing.Store t ->
          (frame, i, c) ->
              Bytes.set(frame.output(), i, t.grid().integer(Floats.get(frame.input(0), i), c));
      case Quantizing.Load t -> {
        Bytes in = Bytes.of(t.formats().inputs().getFirst());
        yield (frame, i, c) ->
            Floats.set(frame.output(), i, t.from().real(in.get(frame.input(0), i), c));
      }
      case Quantizing.Rescale t -> {
        Bytes in = Bytes.of(t.formats().inputs().getFirst());
        yield (frame, i, c) ->
            Bytes.set(frame.output(), i, t.integer(in.get(frame.input(0), i), c));
      }
    };
  }

  static Kernel of(Quantizing.Add task) {
    Bytes first = Bytes.of(task.formats().inputs().get(0));
    Bytes second = Bytes.of(task.formats().inputs().get(1));
    Grid to = task.to();
    float scale = to.quantization().scale(0);
    float firstFactor = task.first().scale(0) / scale;
    float secondFactor = task.second().scale(0) / scale;
    int firstZero = task.first().zeroPoint(0);
    int secondZero = task.second().zeroPoint(0);
    int zero = to.quantization().zeroPoint(0);
    return new ScalarQuantizing(
        task.count(),
        1,
        (frame, i, _) -> {
          float a = (first.get(frame.input(0), i) - firstZero) * firstFactor;
          float b = (second.get(frame.input(1), i) - secondZero) * secondFactor;
          Bytes.set(frame.output(), i, to.held((long) (int) Math.rint(a + b) + zero));
        });
  }

  static Kernel of(Quantizing.AddFixed task) {
    return sum(
        task.sum().count(),
        task.formats(),
        task.first(),
        task.second(),
        task.to(),
        task.sum()::apply);
  }

  static Kernel of(Quantizing.AddShifted task) {
    return sum(
        task.sum().count(),
        task.formats(),
        task.first(),
        task.second(),
        task.to(),
        task.sum()::apply);
  }

  /** A sum of integers less their zero points. */
  private interface Sum {
    float of(float a, float b);
  }

  private static Kernel sum(
      long count, Formats formats, Quantization first, Quantization second, Grid to, Sum sum) {
    Bytes firstBytes = Bytes.of(formats.inputs().get(0));
    Bytes secondBytes = Bytes.of(formats.inputs().get(1));
    int firstZero = first.zeroPoint(0);
    int secondZero = second.zeroPoint(0);
    int zero = to.quantization().zeroPoint(0);
    return new ScalarQuantizing(
        count,
        1,
        (frame, i, _) -> {
          int a = firstBytes.get(frame.input(0), i) - firstZero;
          int b = secondBytes.get(frame.input(1), i) - secondZero;
          Bytes.set(frame.output(), i, to.held((long) sum.of(a, b) + zero));
        });
  }

  static Kernel of(Quantizing.ByRange task) {
    long count = task.count();
    return switch (task.part()) {
      case SCALE ->
          new ScalarQuantizing(
              1, 1, (frame, _, _) -> Floats.set(frame.output(), 0, scale(frame.input(0), count)));
      case ZERO_POINT ->
          new ScalarQuantizing(
              1,
              1,
              (frame, _, _) -> {
                float scale = Floats.get(frame.input(1), 0);
                float zero = -end(frame.input(0), count, -1) / scale;
                Bytes.set(frame.output(), 0, Math.clamp((long) Math.rint(zero), 0, 255));
              });
      case INTEGERS ->
          new ScalarQuantizing(
              count,
              1,
              (frame, i, _) -> {
                float scale = Floats.get(frame.input(1), 0);
                int zero = new Bytes(true).get(frame.input(2), 0);
                int rounded = (int) Math.rint(Floats.get(frame.input(0), i) / scale);
                Bytes.set(frame.output(), i, Math.clamp((long) rounded + zero, 0, 255));
              });
    };
  }

  private static float scale(MemorySegment numbers, long count) {
    float scale = (end(numbers, count, 1) - end(numbers, count, -1)) / 255;
    return scale == 0 ? 1 : scale;
  }

  /**
   * The greatest number and 0, or the least.
   *
   * @param sign 1 for the greatest, -1 for the least
   */
  private static float end(MemorySegment numbers, long count, int sign) {
    float most = 0;
    for (long i = 0; i < count; i++) {
      float x = sign * Floats.get(numbers, i);
      most = x > most ? x : most;
    }
    return sign * most;
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long end = Math.min(count, (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < end; i++) {
      element.compute(frame, i, (int) (i % channels));
    }
  }
}
