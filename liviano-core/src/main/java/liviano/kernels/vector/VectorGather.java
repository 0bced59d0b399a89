package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.DarknetOrder;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Lanes;

/**
 * Copies numbers one by one from indices that repeat: for a channel shuffle at every position, for
 * Darknet's reorg at every sample. The indices are in a table, because computing one costs more
 * than loading the number. A unit is a run of {@value #RUN} numbers of the output.
 */
final class VectorGather implements Kernel {
  private static final int RUN = 8192;

  /** Where the numbers of one repetition come from, counted from its start in the input. */
  private final int[] from;

  private final long count;

  /** Bytes from one repetition to the next in the input. */
  private final long step;

  private VectorGather(int[] from, long repetitions, long step) {
    this.from = from;
    this.count = Math.multiplyExact(from.length, repetitions);
    this.step = step * Float.BYTES;
  }

  static Kernel of(Task.SelectChannels task) {
    int[] from = task.channels().stream().mapToInt(Integer::intValue).toArray();
    return new VectorGather(from, task.rows(), task.inChannels());
  }

  /** Only for Darknet's order: the plain one moves whole runs, as {@link VectorMove} does. */
  static Kernel ofDarknet(Task.SpaceToDepth task) {
    int block = task.block();
    int width = task.inW() / block;
    int channels = task.channels() * block * block;
    int[] from = new int[Math.multiplyExact(task.inH() * task.inW(), task.channels())];
    DarknetOrder order = new DarknetOrder(task.inH(), task.inW(), task.channels(), block);
    for (int i = 0; i < from.length; i++) {
      int position = i / channels;
      from[i] = order.source(position / width, position % width, i % channels);
    }
    return new VectorGather(from, task.batch(), from.length);
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long to = Math.min(count, (long) toUnit * RUN);
    long next = (long) fromUnit * RUN;
    while (next < to) {
      int begin = (int) (next % from.length);
      int end = (int) Math.min(from.length, begin + to - next);
      long inAt = next / from.length * step;
      pick(from, frame.input(0), inAt, begin, end, frame.output(), next * Float.BYTES);
      next += end - begin;
    }
  }

  /** Numbers {@code begin} to {@code end} of a repetition that starts at byte {@code inAt}. */
  private static void pick(
      int[] from, MemorySegment in, long inAt, int begin, int end, MemorySegment out, long outAt) {
    long at = outAt;
    for (int i = begin; i < end; i++) {
      Lanes.set(out, at, Lanes.get(in, inAt + 4L * from[i]));
      at += Float.BYTES;
    }
  }
}
