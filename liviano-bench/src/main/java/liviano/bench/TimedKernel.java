package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;

/** A kernel with its memory and the best of its times. */
final class TimedKernel {
  /** Outputs take turns in a few pieces of memory: a residual is read three steps later. */
  private static final int TURNS = 4;

  /** Kernels are timed by what their thread got of a processor: others may share the machine. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TaskList.Step step;
  private final String provider;
  private final Kernel kernel;
  private final Frame frame;
  private double bestNanos = Double.MAX_VALUE;

  private TimedKernel(TaskList.Step step, String provider, Kernel kernel, Frame frame) {
    this.step = step;
    this.provider = provider;
    this.kernel = kernel;
    this.frame = frame;
  }

  /** Kernels of tasks in their order, each reading what the one before wrote. */
  static List<TimedKernel> prepare(List<TaskList.Step> steps, List<KernelProvider> providers) {
    PackedWeights cache = providers.getFirst().newPackedWeights();
    long largest = steps.stream().mapToLong(TaskList.Step::bytes).max().orElseThrow();
    MemorySegment[] turns = new MemorySegment[TURNS];
    Arrays.setAll(turns, i -> aligned(largest));
    List<TimedKernel> kernels = new ArrayList<>();
    for (TaskList.Step step : steps) {
      int turn = kernels.size();
      MemorySegment[] inputs = new MemorySegment[step.task().inputs()];
      Arrays.setAll(inputs, i -> turns[(turn + TURNS - 1 + 2 * i) % TURNS]);
      kernels.add(prepare(step, inputs, turns[turn % TURNS], providers, cache));
    }
    return kernels;
  }

  private static TimedKernel prepare(
      TaskList.Step step,
      MemorySegment[] inputs,
      MemorySegment output,
      List<KernelProvider> providers,
      PackedWeights cache) {
    for (KernelProvider provider : providers) {
      Optional<Kernel> kernel = provider.prepare(step.task(), cache);
      if (kernel.isPresent()) {
        MemorySegment scratch = aligned(Math.max(1, kernel.get().scratchBytes()));
        Arguments[] arguments = Arguments.of(kernel.get(), 1);
        Frame frame = new Frame(inputs, output, new MemorySegment[] {scratch}, arguments);
        return new TimedKernel(step, provider.name(), kernel.get(), frame);
      }
    }
    throw new IllegalStateException("no provider serves " + step.name());
  }

  private static MemorySegment aligned(long bytes) {
    return Arena.ofAuto().allocate(bytes, 64);
  }

  TaskList.Step step() {
    return step;
  }

  void run() {
    run(1);
  }

  /** So many runs, timed together: for kernels that are over before a clock has ticked. */
  void run(int times) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      runUntimed();
    }
    long taken = THREADS.getCurrentThreadCpuTime() - start;
    bestNanos = Math.min(bestNanos, (double) taken / times);
  }

  void runUntimed() {
    kernel.run(frame, 0, kernel.units(), 0);
  }

  /** The best time of a run so far. */
  double millis() {
    return bestNanos / 1e6;
  }

  double gmacPerSecond() {
    return step.macs() / bestNanos;
  }

  double gigabytesPerSecond() {
    return step.bytes() / bestNanos;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-36s %-7s %9.3f ms %6.1f GMAC/s %6.1f GB/s",
        step.name(),
        provider,
        millis(),
        gmacPerSecond(),
        gigabytesPerSecond());
  }
}
