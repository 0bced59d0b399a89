package liviano.cli;

import java.util.Optional;
import liviano.kernels.KernelProvider;
import liviano.kernels.Offer;
import liviano.kernels.Providers;
import liviano.kernels.Task;

/**
 * The vector kernels after machine code: their module is resolved and their classes are loaded for
 * the first task that machine code does not support. The paper's networks have no such task, which
 * makes a start a tenth of a second shorter.
 */
final class LateVectors implements KernelProvider {
  /** Once for the process, when it is first asked for. */
  private static final class Found {
    static final Optional<String> UNSUITABLE = resolve();
    static final Optional<KernelProvider> VECTORS =
        UNSUITABLE.isPresent()
            ? Optional.empty()
            : Optional.of(Providers.named("vector").getFirst());

    private static Optional<String> resolve() {
      VectorModule.resolve();
      return Providers.vectorUnavailable();
    }
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String description() {
    return Found.VECTORS.map(KernelProvider::description).orElse("not on this machine");
  }

  @Override
  public Optional<String> unsuitable() {
    return Found.UNSUITABLE;
  }

  @Override
  public Optional<Offer> offer(Task task) {
    return Found.VECTORS.flatMap(vectors -> vectors.offer(task));
  }
}
