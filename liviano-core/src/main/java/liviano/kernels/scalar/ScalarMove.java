package liviano.kernels.scalar;

import liviano.kernels.DarknetOrder;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.kernels.Resample;
import liviano.tensor.BlockOrder;

/** Numbers that only change their place. A unit is one row of output positions. */
final class ScalarMove implements Kernel {
  private static final long NOWHERE = -1;

  /**
   * The index in the input that a channel of an output position comes from, or {@link #NOWHERE}.
   */
  @FunctionalInterface
  private interface Source {
    long of(int batch, int row, int column, int channel);
  }

  private final int batch;
  private final int height;
  private final int width;
  private final int channels;
  private final Source source;

  private ScalarMove(int batch, int height, int width, int channels, Source source) {
    this.batch = batch;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.source = source;
  }

  static Kernel of(Move.SelectChannels task) {
    int[] from = task.channels().stream().mapToInt(Integer::intValue).toArray();
    long in = task.inChannels();
    return new ScalarMove(
        1, task.rows(), 1, from.length, (_, row, _, channel) -> row * in + from[channel]);
  }

  static Kernel of(Move.SpaceToDepth task) {
    int block = task.block();
    int channels = task.channels();
    DarknetOrder darknet = new DarknetOrder(task.inH(), task.inW(), channels, block);
    long sample = (long) task.inH() * task.inW() * channels;
    Source source =
        task.order() == BlockOrder.DARKNET
            ? (n, row, column, channel) -> n * sample + darknet.source(row, column, channel)
            : (n, row, column, channel) -> {
              int part = channel / channels;
              long y = (long) row * block + part / block;
              long x = (long) column * block + part % block;
              return n * sample + (y * task.inW() + x) * channels + channel % channels;
            };
    return new ScalarMove(
        task.batch(), task.inH() / block, task.inW() / block, channels * block * block, source);
  }

  static Kernel of(Resample.ResizeNearest task) {
    int channels = task.channels();
    return new ScalarMove(
        task.batch(),
        task.outH(),
        task.outW(),
        channels,
        (n, row, column, channel) -> {
          int y = task.rule().source(row, task.inH(), task.outH());
          int x = task.rule().source(column, task.inW(), task.outW());
          return ((n * (long) task.inH() + y) * task.inW() + x) * channels + channel;
        });
  }

  static Kernel of(Move.Pad task) {
    return new ScalarMove(
        task.batch(),
        task.outH(),
        task.outW(),
        task.channels(),
        (n, row, column, channel) -> {
          int y = row - task.top();
          int x = column - task.left();
          return y >= 0 && y < task.inH() && x >= 0 && x < task.inW()
              ? ((n * (long) task.inH() + y) * task.inW() + x) * task.channels() + channel
              : NOWHERE;
        });
  }

  static Kernel of(Move.Crop task) {
    return new ScalarMove(
        task.batch(),
        task.outH(),
        task.outW(),
        task.channels(),
        (n, row, column, channel) -> {
          long y = (long) row + task.top();
          long x = (long) column + task.left();
          return y < task.inH() && x < task.inW()
              ? ((n * (long) task.inH() + y) * task.inW() + x) * task.channels() + channel
              : NOWHERE;
        });
  }

  @Override
  public int units() {
    return Math.multiplyExact(batch, height);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long at = (long) unit * width * channels;
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          long from = source.of(unit / height, unit % height, x, c);
          Floats.set(frame.output(), at++, from == NOWHERE ? 0 : Floats.get(frame.input(0), from));
        }
      }
    }
  }
}
