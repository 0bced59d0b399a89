package liviano.kernels;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Serves tasks without a look at their formats, as a provider does whose author forgot it.
 *
 * @param serves which tasks it serves
 * @param prefers which tasks it prefers to their layers
 */
record CarelessProvider(Predicate<Task> serves, Predicate<Task> prefers) implements KernelProvider {
  @Override
  public String name() {
    return "careless";
  }

  @Override
  public String description() {
    return "wrong on purpose";
  }

  @Override
  public Optional<Offer> offer(Task task) {
    return serves.test(task) ? Optional.of(_ -> new Nothing()) : Optional.empty();
  }

  @Override
  public boolean prefers(Task fused, int workers) {
    return prefers.test(fused);
  }

  private record Nothing() implements Kernel {
    @Override
    public int units() {
      return 1;
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {}
  }
}
