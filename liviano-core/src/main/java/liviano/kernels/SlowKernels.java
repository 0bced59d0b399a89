package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.kernels.nativecode.NativeProvider;

/**
 * Warns where networks run slower than this machine could run them, and names the flag that mends
 * it. A warning is given once in the life of a process: by the class that initialises for it, so
 * that no state changes. What the user forced by a system property, and providers that the caller
 * chose, are not warned of.
 */
public final class SlowKernels {
  private SlowKernels() {}

  /** A logger takes a new JVM some milliseconds, and most processes never warn. */
  private static void warn(String text) {
    System.getLogger("liviano.kernels").log(System.Logger.Level.WARNING, text);
  }

  /** Machine code is missing, or vectors too, and the machine could have them. */
  private static final class OfSlowerKernels {
    static {
      hindrances().ifPresent(SlowKernels::warn);
    }

    static void said() {}
  }

  /** Machine code serves, and where it has gaps, plain loops do. */
  private static final class OfGaps {
    static {
      warn(
          "a network has layers that machine code lacks, and plain loops compute them many times"
              + " slower than this machine could: give the JVM "
              + Providers.VECTOR_FLAG);
    }

    static void said() {}
  }

  /** The system stopped giving what it gave before. */
  private static final class OfRefusal {
    static {
      warn(
          "the system refuses the fastest kernels what they need, and slower ones serve: "
              + NativeProvider.EXECUTABLE_MEMORY);
    }

    static void said() {}
  }

  /**
   * Warns if slower providers than those of this machine were asked because of how the JVM was
   * started, or because the system refuses executable memory.
   *
   * @param asked the providers of a program, the first of them first
   * @param gaps whether plain loops compute a part of the program that counts
   */
  public static void warn(List<KernelProvider> asked, boolean gaps) {
    if (Providers.forced().isPresent()) {
      return;
    }
    boolean code = asks(asked.subList(0, 1), "nativecode");
    boolean vectors = asks(asked, "vector");
    if (code && gaps && !vectors && !Providers.vectorModuleIsResolved()) {
      OfGaps.said();
    }
    boolean chosen =
        Providers.nativeCodeUnavailable().isEmpty()
            || !vectors && Providers.vectorUnavailable().isEmpty();
    if (!code && !chosen) {
      OfSlowerKernels.said();
    }
  }

  /** Warns that a provider was refused what it needs, after it had served or could have. */
  public static void warnOfRefusal() {
    OfRefusal.said();
  }

  private static boolean asks(List<KernelProvider> providers, String name) {
    for (KernelProvider provider : providers) {
      if (provider.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> hindrances() {
    return hindrances(
        NativeProvider.unavailable(),
        NativeProvider.remedy(),
        Providers.vectorUnavailable(),
        NativeProvider.processorIsWideEnough());
  }

  /**
   * What keeps a process from its machine's fastest kernels; empty where nothing does.
   *
   * @param noCode why machine code cannot serve
   * @param remedy what lets it serve after all
   * @param noVectors why the vector kernels cannot serve; empty where they do
   * @param wideEnough whether the processor has registers for either
   */
  static Optional<String> hindrances(
      Optional<String> noCode,
      Optional<String> remedy,
      Optional<String> noVectors,
      boolean wideEnough) {
    List<String> lines = new ArrayList<>();
    remedy.ifPresent(
        what -> lines.add("no machine code, because " + noCode.orElseThrow() + "; " + what));
    if (wideEnough) {
      noVectors.ifPresent(why -> lines.add("no vector kernels, because " + why));
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "networks run on the %s kernels, slower than this machine could: %s",
                noVectors.isPresent() ? "scalar" : "vector",
                String.join("; and ", lines)));
  }
}
