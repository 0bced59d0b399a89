package liviano.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;

/** The kernels of this process. Verbs that run networks ask here, so that the others start fast. */
public final class Kernels {
  private Kernels() {}

  /**
   * One sample, one thread, the fastest kernels of this machine or those that were forced.
   *
   * @throws UsageException if the system property {@value Providers#PROPERTY} forces kernels that
   *     are unknown or cannot serve here
   */
  public static CompileOptions options() {
    if (vectorsServeFirst()) {
      VectorModule.resolve();
    }
    try {
      return withLateVectors(CompileOptions.defaults());
    } catch (IllegalArgumentException e) {
      throw new UsageException("-D" + Providers.PROPERTY + ": " + e.getMessage());
    }
  }

  private static boolean vectorsServeFirst() {
    return forced()
        .map(name -> name.equals("vector"))
        .orElseGet(() -> Providers.nativeCodeUnavailable().isPresent());
  }

  /** Behind machine code, where they are not there yet. */
  private static CompileOptions withLateVectors(CompileOptions options) {
    List<KernelProvider> providers = new ArrayList<>(options.providers());
    boolean codeServes = providers.getFirst().name().equals("nativecode");
    if (!codeServes || providers.stream().anyMatch(p -> p.name().equals("vector"))) {
      return options;
    }
    providers.add(1, new LateVectors());
    return options.toBuilder().providers(providers).build();
  }

  /** What the system property {@value Providers#PROPERTY} asks for; empty where it is not set. */
  public static Optional<String> forced() {
    return Optional.ofNullable(System.getProperty(Providers.PROPERTY))
        .filter(name -> !name.equals("auto"));
  }
}
