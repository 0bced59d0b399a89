package liviano.kernels;

import java.util.Optional;
import liviano.kernels.scalar.ScalarProvider;

/** Scalar, but for the first number of the output. */
final class SpoiledProvider implements KernelProvider {
  private final KernelProvider scalar = new ScalarProvider();

  @Override
  public String name() {
    return "spoiled";
  }

  @Override
  public String description() {
    return "wrong on purpose";
  }

  @Override
  public Optional<Offer> offer(Task task) {
    return scalar.offer(task).map(offer -> cache -> new Spoiled(offer.kernel(cache)));
  }

  private record Spoiled(Kernel right) implements Kernel {
    @Override
    public int units() {
      return right.units();
    }

    @Override
    public void run(Frame frame, int fromUnit, int toUnit, int worker) {
      right.run(frame, fromUnit, toUnit, worker);
      if (toUnit == units()) {
        frame.output().set(Tensors.FLOAT, 0, 12345);
      }
    }
  }
}
