package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import liviano.tensor.DType;

/** What a provider owes that computes {@link DType#F32} alone: it declines all else. */
final class FormatChecks {
  static final List<KernelCase> ONE_OF_EACH = KernelCases.of(1, NumberKind.ORDINARY, 3);

  private FormatChecks() {}

  /** Every kind of task, with each of its tensors and constants in each other format by itself. */
  static void declinesOtherFormats(KernelProvider provider) {
    declinesOtherFormats(provider, _ -> false);
  }

  /**
   * @param served what it computes besides
   */
  static void declinesOtherFormats(KernelProvider provider, Predicate<Task> served) {
    for (KernelCase test : ONE_OF_EACH) {
      for (DType format : DType.values()) {
        if (format != DType.F32) {
          OtherFormats.of(test.task(), format).stream()
              .filter(served.negate())
              .forEach(task -> declines(provider, task));
        }
      }
    }
  }

  private static void declines(KernelProvider provider, Task task) {
    assertThat(task.isIn(DType.F32)).isFalse();
    assertThat(provider.offer(task)).as("%s serves %s", provider.name(), task).isEmpty();
    assertThat(provider.prefers(task, 1)).as("%s prefers %s", provider.name(), task).isFalse();
  }
}
