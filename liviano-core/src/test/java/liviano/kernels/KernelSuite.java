package liviano.kernels;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The whole suite over one provider. */
final class KernelSuite {
  private KernelSuite() {}

  static List<KernelCase> cases() {
    return Stream.of(
            KernelCases.of(20180113, NumberKind.ORDINARY, 40),
            KernelCases.of(20180114, NumberKind.SPECIAL, 20),
            KernelCases.of(20180115, NumberKind.DENORMAL, 8),
            PaddingCases.all(20180116))
        .flatMap(List::stream)
        .toList();
  }

  /** Checks every case and returns the kinds of task that the provider serves. */
  static Set<Class<?>> run(KernelProvider provider) {
    Set<Class<?>> served = new HashSet<>();
    for (KernelCase test : cases()) {
      if (KernelChecks.holds(provider, test)) {
        served.add(test.task().getClass());
      }
    }
    return served;
  }

  /**
   * Runs the suite over the vector provider, for JVMs that are started with other vector widths.
   */
  public static void main(String[] args) {
    KernelProvider vector = ChildJvm.vector();
    int kinds = run(vector).size();
    System.out.println(vector.description() + ": " + kinds + " kinds of task hold");
  }
}
