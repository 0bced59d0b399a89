package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Rows;

/** What looks at all channels of a position, in double precision inside. A unit is one row. */
final class ScalarRows implements Kernel {

  /** Computes one row: numbers from {@code inAt} on to numbers from {@code outAt} on. */
  @FunctionalInterface
  private interface Row {
    void compute(MemorySegment in, long inAt, MemorySegment out, long outAt);
  }

  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final Row row;

  private ScalarRows(int rows, int inChannels, int outChannels, Row row) {
    this.rows = rows;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.row = row;
  }

  static Kernel of(Rows.ResponseNorm task) {
    int channels = task.channels();
    int reach = task.size() / 2;
    return new ScalarRows(
        task.rows(),
        channels,
        channels,
        (in, inAt, out, outAt) -> {
          for (int c = 0; c < channels; c++) {
            double sum =
                squares(in, inAt, Math.max(0, c - reach), Math.min(channels, c + reach + 1));
            double norm = Math.pow(task.offset() + task.alpha() * sum, task.beta());
            Floats.set(out, outAt + c, (float) (Floats.get(in, inAt + c) / norm));
          }
        });
  }

  static Kernel of(Rows.L2Normalize task) {
    int channels = task.channels();
    return new ScalarRows(
        task.rows(),
        channels,
        channels,
        (in, inAt, out, outAt) -> {
          double norm = Math.sqrt(squares(in, inAt, 0, channels) + task.epsilon());
          for (int c = 0; c < channels; c++) {
            Floats.set(out, outAt + c, (float) (Floats.get(in, inAt + c) / norm));
          }
        });
  }

  static Kernel of(Rows.SquaredDistance task, PackedWeights cache) {
    MemorySegment centres = Floats.of(task.centre(), cache);
    int channels = task.channels();
    return new ScalarRows(
        task.rows(),
        channels,
        task.units(),
        (in, inAt, out, outAt) -> {
          for (int u = 0; u < task.units(); u++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
              double apart =
                  (double) Floats.get(in, inAt + c) - Floats.get(centres, (long) u * channels + c);
              sum += apart * apart;
            }
            Floats.set(out, outAt + u, (float) sum);
          }
        });
  }

  private static double squares(MemorySegment in, long at, int from, int to) {
    double sum = 0;
    for (int c = from; c < to; c++) {
      double value = Floats.get(in, at + c);
      sum += value * value;
    }
    return sum;
  }

  @Override
  public int units() {
    return rows;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int r = fromUnit; r < toUnit; r++) {
      row.compute(frame.input(0), (long) r * inChannels, frame.output(), (long) r * outChannels);
    }
  }
}
