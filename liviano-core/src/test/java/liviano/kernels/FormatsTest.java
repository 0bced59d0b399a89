package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import liviano.kernels.nativecode.NativeProviders;
import liviano.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every provider computes {@link DType#F32} alone, and declines whatever has anything else. */
class FormatsTest {
  private static final List<KernelCase> ONE_OF_EACH = KernelCases.of(1, NumberKind.ORDINARY, 3);

  static Stream<KernelProvider> providers() {
    return Stream.concat(Providers.available().stream(), NativeProviders.all().stream());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aTaskInAnotherFormatIsDeclined(KernelProvider provider) {
    for (KernelCase test : ONE_OF_EACH) {
      for (DType format : DType.values()) {
        if (format == DType.F32) {
          continue;
        }
        for (Task task : OtherFormats.of(test.task(), format)) {
          assertThat(task.isIn(DType.F32)).isFalse();
          assertThat(provider.prepare(task, new PackedWeights()))
              .as("%s, %s in %s", provider.name(), test, format)
              .isEmpty();
          assertThat(provider.overwrites(task, 1)).isFalse();
          assertThat(provider.prefers(task, 1)).isFalse();
        }
      }
    }
  }

  @Test
  void everyKindOfTaskIsTried() {
    Set<Class<?>> kinds = new HashSet<>();
    for (KernelCase test : ONE_OF_EACH) {
      assertThat(OtherFormats.of(test.task(), DType.I8))
          .hasSizeGreaterThanOrEqualTo(test.task().inputs() + 1);
      kinds.add(test.task().getClass());
    }

    assertThat(kinds).containsAll(kinds(Task.class).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> task) {
    return task.isSealed()
        ? Arrays.stream(task.getPermittedSubclasses()).flatMap(FormatsTest::kinds)
        : Stream.of(task);
  }
}
