package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.kernels.Task;

/**
 * The kernels of MobileNetV2 1.0 at 224 pixels, one after the other on one thread: the speed of
 * each at its best, and the time of all of them in a row.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp ... liviano.bench.KernelBenchmark [rounds]</pre>
 *
 * The system property {@value Providers#PROPERTY} chooses the provider. Repeat it: C2 does not
 * compile alike in every JVM.
 */
public final class KernelBenchmark {

  /** A kernel with its memory and the best of its times. */
  private static final class Timed {
    final MobileNetTasks.Step step;
    final String provider;
    final Kernel kernel;
    final Frame frame;
    long bestNanos = Long.MAX_VALUE;

    Timed(MobileNetTasks.Step step, String provider, Kernel kernel, Frame frame) {
      this.step = step;
      this.provider = provider;
      this.kernel = kernel;
      this.frame = frame;
    }

    void run() {
      long start = System.nanoTime();
      kernel.run(frame, 0, kernel.units(), 0);
      bestNanos = Math.min(bestNanos, System.nanoTime() - start);
    }
  }

  private KernelBenchmark() {}

  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    List<KernelProvider> providers = Providers.ask();
    providers.forEach(p -> System.out.println(p.name() + ": " + p.description()));
    List<Timed> kernels = prepare(providers);
    double[] millis = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      kernels.forEach(Timed::run);
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    report(kernels, millis);
  }

  private static List<Timed> prepare(List<KernelProvider> providers) {
    PackedWeights cache = new PackedWeights();
    // As an engine would, outputs take turns in a few pieces of memory: a residual is read three
    // steps after it was written.
    MemorySegment[] turns = new MemorySegment[4];
    Arrays.setAll(turns, i -> aligned(MobileNetTasks.LARGEST_TENSOR));
    List<Timed> kernels = new ArrayList<>();
    for (MobileNetTasks.Step step : MobileNetTasks.at224()) {
      int turn = kernels.size();
      MemorySegment[] inputs = new MemorySegment[step.task().inputs()];
      inputs[0] = turns[(turn + 3) % 4];
      if (inputs.length > 1) {
        inputs[1] = turns[(turn + 1) % 4];
      }
      kernels.add(timed(step, inputs, turns[turn % 4], providers, cache));
    }
    return kernels;
  }

  private static Timed timed(
      MobileNetTasks.Step step,
      MemorySegment[] inputs,
      MemorySegment output,
      List<KernelProvider> providers,
      PackedWeights cache) {
    for (KernelProvider provider : providers) {
      var kernel = provider.prepare(step.task(), cache);
      if (kernel.isPresent()) {
        MemorySegment scratch = aligned(Math.max(1, kernel.get().scratchBytes()));
        Frame frame = new Frame(inputs, output, new MemorySegment[] {scratch});
        return new Timed(step, provider.name(), kernel.get(), frame);
      }
    }
    throw new IllegalStateException("no provider serves " + step.name());
  }

  private static MemorySegment aligned(long bytes) {
    return Arena.ofAuto().allocate(bytes, 64);
  }

  private static void report(List<Timed> kernels, double[] millis) {
    Map<String, double[]> kinds = new TreeMap<>();
    long macs = 0;
    for (Timed k : kernels) {
      double ms = k.bestNanos / 1e6;
      System.out.printf(
          "%-28s %-7s %7.3f ms %6.1f GMAC/s%n",
          k.step.name(), k.provider, ms, k.step.macs() / ms / 1e6);
      double[] sum = kinds.computeIfAbsent(kind(k.step.task()), _ -> new double[2]);
      sum[0] += ms;
      sum[1] += k.step.macs();
      macs += k.step.macs();
    }
    kinds.forEach(
        (kind, sum) ->
            System.out.printf(
                "%-28s %15.3f ms %6.1f GMAC/s%n", kind, sum[0], sum[1] / sum[0] / 1e6));
    double[] settled = Arrays.copyOfRange(millis, millis.length / 2, millis.length);
    Arrays.sort(settled);
    double median = settled[settled.length / 2];
    System.out.printf(
        "all %d: best %.2f ms, median of the second half %.2f ms = %.1f GMAC/s, first %.0f ms%n",
        kernels.size(), settled[0], median, macs / median / 1e6, millis[0]);
  }

  private static String kind(Task task) {
    return task.getClass().getSimpleName();
  }
}
