package liviano.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;

/**
 * Machine code against what a core can do at most: the kernel of every shape of MobileNetV2 1.0 at
 * 224 pixels, layer by layer and block by block, by each kind of machine code that the processor
 * has.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp liviano-bench/target/liviano-bench.jar
 *     liviano.bench.NativeBenchmark [millis of a kernel] [part of a name]</pre>
 *
 * <p>A rate is the best of many short runs, by the time that the thread got of a processor. The
 * ceilings are measured just before, with vectors of the same width.
 */
public final class NativeBenchmark {
  private static final int DEFAULT_MILLIS = 200;

  /** A kernel is timed over runs that take so long together, in milliseconds. */
  private static final double TIMED_MS = 1;

  private static final int TURNS = 5;
  private static final int CACHES_BYTES = 64 << 20;

  private final List<TimedKernel> kernels;
  private final Ceiling ceiling;
  private final byte[] flushed = new byte[CACHES_BYTES];

  private NativeBenchmark(String kind, Ceiling ceiling, String part) {
    KernelProvider provider = Providers.named(kind).getFirst();
    this.kernels =
        TimedKernel.prepare(
            MobileNetShapes.all().values().stream()
                .filter(step -> step.name().contains(part))
                .toList(),
            List.of(provider));
    this.ceiling = ceiling;
    System.out.printf(
        Locale.ROOT,
        "%n%s; ceilings of a core: %.1f GMAC/s, %.1f GB/s read%n",
        provider.description(),
        ceiling.gmacPerSecond(),
        ceiling.gigabytesPerSecond());
  }

  public static void main(String[] args) throws IOException {
    int millis = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_MILLIS;
    String part = args.length > 1 ? args[1] : "";
    if (MobileNetShapes.all().keySet().stream().noneMatch(name -> name.contains(part))) {
      System.err.printf(Locale.ROOT, "no shape has '%s' in its name%n", part);
      System.exit(2);
    }
    for (String kind : List.of("nativecode-avx512", "nativecode-avx2")) {
      Providers.unavailable(kind)
          .ifPresent(
              why -> System.out.printf(Locale.ROOT, "%n%s cannot serve here: %s%n", kind, why));
      if (Providers.unavailable(kind).isEmpty()) {
        int bytes = kind.equals("nativecode-avx2") ? 32 : 64;
        Ceiling ceiling = Ceiling.measure(List.of("-XX:MaxVectorSize=" + bytes));
        new NativeBenchmark(kind, ceiling, part).run(millis);
      }
    }
  }

  /** In turns, so that what else the machine does meets all of them. */
  private void run(int millis) {
    for (int turn = 0; turn < TURNS; turn++) {
      for (TimedKernel kernel : kernels) {
        long end = System.nanoTime() + millis * 1_000_000L / TURNS;
        do {
          if (MobileNetShapes.isBoundByMemory(kernel.step())) {
            Arrays.fill(flushed, (byte) turn);
            kernel.run();
          } else {
            kernel.run(times(kernel));
          }
        } while (System.nanoTime() < end);
      }
    }
    kernels.forEach(kernel -> System.out.println(line(kernel)));
  }

  private static int times(TimedKernel kernel) {
    return 1 + (int) Math.min(1000, TIMED_MS / kernel.millis());
  }

  private String line(TimedKernel kernel) {
    String name = kernel.step().name();
    return MobileNetShapes.isBoundByMemory(kernel.step())
        ? String.format(
            Locale.ROOT,
            "%-36s %8.3f ms %6.1f GB/s   %4.0f %%",
            name,
            kernel.millis(),
            kernel.gigabytesPerSecond(),
            100 * kernel.gigabytesPerSecond() / ceiling.gigabytesPerSecond())
        : String.format(
            Locale.ROOT,
            "%-36s %8.3f ms %6.1f GMAC/s %4.0f %%",
            name,
            kernel.millis(),
            kernel.gmacPerSecond(),
            100 * kernel.gmacPerSecond() / ceiling.gmacPerSecond());
  }
}
