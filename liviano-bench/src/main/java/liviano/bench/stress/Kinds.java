package liviano.bench.stress;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;

/**
 * The kernels that programs are compiled with.
 *
 * @param all one is drawn for each program
 */
record Kinds(List<Kind> all) {

  /**
   * @param name for messages
   * @param fresh providers of a program's own, whose code is freed with it
   */
  record Kind(String name, Supplier<List<KernelProvider>> fresh) {
    List<KernelProvider> providers() {
      return fresh.get();
    }
  }

  Kinds {
    all = List.copyOf(all);
  }

  /** Every kind of machine code that this processor has; where it has none, what serves. */
  static Kinds ofThisMachine() {
    List<String> served =
        Providers.KINDS.stream().filter(kind -> Providers.unavailable(kind).isEmpty()).toList();
    List<String> code = served.stream().filter(kind -> kind.startsWith("native")).toList();
    return new Kinds(
        (code.isEmpty() ? served : code)
            .stream().map(kind -> new Kind(kind, () -> Providers.named(kind))).toList());
  }

  Kind draw(RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }
}
