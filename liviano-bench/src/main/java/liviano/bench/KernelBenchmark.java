package liviano.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.kernels.Task;

/**
 * Kernels on one thread, each with its memory in a row of others: the speed of each at its best.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp ... liviano.bench.KernelBenchmark [rounds]</pre>
 *
 * times those of MobileNetV2 1.0 at 224 pixels, one after the other, and all of them together;
 *
 * <pre>java ... liviano.bench.KernelBenchmark rivals [millis] [part of a name]</pre>
 *
 * times each task of {@link RivalTasks} for the given milliseconds. The system property {@value
 * Providers#PROPERTY} chooses the provider. Repeat it: C2 does not compile alike in every JVM.
 */
public final class KernelBenchmark {
  /** Kernels are timed by what their thread got of a processor: others may share the machine. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Runs that a kernel gets at least: in the first ones it is not compiled yet. */
  private static final int LEAST_RUNS = 10;

  private KernelBenchmark() {}

  public static void main(String[] args) {
    List<KernelProvider> providers = Providers.ask();
    providers.forEach(p -> System.out.println(p.name() + ": " + p.description()));
    if (args.length > 0 && args[0].equals("rivals")) {
      long millis = args.length > 1 ? Long.parseLong(args[1]) : 1000;
      rivals(providers, millis, args.length > 2 ? args[2] : "");
    } else {
      mobileNet(providers, args.length > 0 ? Integer.parseInt(args[0]) : 300);
    }
  }

  private static void rivals(List<KernelProvider> providers, long millis, String part) {
    List<TaskList.Step> steps =
        RivalTasks.all().stream().filter(step -> step.name().contains(part)).toList();
    for (TimedKernel timed : TimedKernel.prepare(steps, providers)) {
      long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
      for (int run = 0; run < LEAST_RUNS || THREADS.getCurrentThreadCpuTime() < end; run++) {
        timed.run();
      }
      System.out.println(timed);
    }
  }

  private static void mobileNet(List<KernelProvider> providers, int rounds) {
    List<TimedKernel> kernels = TimedKernel.prepare(MobileNetTasks.at224(), providers);
    double[] millis = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      kernels.forEach(TimedKernel::run);
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    report(kernels, millis);
  }

  private static void report(List<TimedKernel> kernels, double[] millis) {
    Map<String, double[]> kinds = new TreeMap<>();
    long macs = 0;
    for (TimedKernel k : kernels) {
      System.out.println(k);
      double[] sum = kinds.computeIfAbsent(kind(k.step().task()), _ -> new double[2]);
      sum[0] += k.millis();
      sum[1] += k.step().macs();
      macs += k.step().macs();
    }
    kinds.forEach(
        (kind, sum) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %15.3f ms %6.1f GMAC/s%n",
                kind,
                sum[0],
                sum[1] / sum[0] / 1e6));
    double[] settled = Arrays.copyOfRange(millis, millis.length / 2, millis.length);
    Arrays.sort(settled);
    double median = settled[settled.length / 2];
    System.out.printf(
        Locale.ROOT,
        "all %d: best %.2f ms, median of the second half %.2f ms = %.1f GMAC/s, first %.0f ms%n",
        kernels.size(),
        settled[0],
        median,
        macs / median / 1e6,
        millis[0]);
  }

  private static String kind(Task task) {
    return task.getClass().getSimpleName();
  }
}
