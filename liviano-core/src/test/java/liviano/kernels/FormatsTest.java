package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import liviano.kernels.nativecode.NativeProviders;
import liviano.kernels.scalar.ScalarProvider;
import liviano.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every provider declines a task of which one tensor or constant is in another format than {@link
 * DType#F32}; but the plain loops and machine code compute sums of integers, and the plain loops
 * convert and look up places. {@link MoveFormatsTest} has tasks that are wholly in another.
 */
class FormatsTest {
  static Stream<KernelProvider> providers() {
    return Stream.concat(Providers.available().stream(), NativeProviders.all().stream())
        .filter(provider -> !provider.name().equals("scalar"));
  }

  @Test
  void plainLoopsComputeRequantizedSumsConvertAndLookUpBesides() {
    FormatChecks.declinesOtherFormats(
        new ScalarProvider(),
        task ->
            switch (task) {
              case Linear.TransposedConvolution t -> Bf16Tasks.contains(t);
              case Linear linear ->
                  linear.epilogue().requantize().isPresent() || Bf16Tasks.contains(linear);
              case Elementwise.Convert _, Lookup.Pick _, Lookup.ArgMax _ -> true;
              default -> Bf16Tasks.contains(task);
            });
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aTaskInAnotherFormatIsDeclined(KernelProvider provider) {
    boolean integers = provider.computesIntegers();
    boolean bf16 = provider.lacksBf16().isEmpty();
    FormatChecks.declinesOtherFormats(
        provider,
        task ->
            bf16 && Bf16Tasks.contains(task)
                || integers
                    && task instanceof Linear linear
                    && !(linear instanceof Linear.TransposedConvolution)
                    && linear.epilogue().requantize().isPresent());
  }

  static List<Class<?>> kinds() {
    return KindsOfTask.all();
  }

  /** One that serves a single kind of task, whatever its formats. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aProviderThatForgetsToDeclineIsNoticed(Class<?> kind) {
    Predicate<Task> never = _ -> false;

    assertThatThrownBy(
            () -> FormatChecks.declinesOtherFormats(new CarelessProvider(kind::isInstance, never)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("careless serves " + kind.getSimpleName());
  }

  /** One that looks at the tensors, and forgets the constants; and one that does the opposite. */
  @Test
  void aProviderThatLooksAtHalfIsNoticed() {
    Predicate<Task> tensors =
        task -> task.layers().stream().allMatch(layer -> layer.formats().are(DType.F32));
    Predicate<Task> constants =
        task -> task.params().stream().allMatch(param -> param.format() == DType.F32);
    Predicate<Task> both = task -> task.isIn(DType.F32);

    FormatChecks.declinesOtherFormats(new CarelessProvider(both, both));
    for (Predicate<Task> half : List.of(tensors, constants)) {
      assertThatThrownBy(() -> FormatChecks.declinesOtherFormats(new CarelessProvider(half, both)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("careless serves");
      assertThatThrownBy(() -> FormatChecks.declinesOtherFormats(new CarelessProvider(both, half)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("careless prefers");
    }
  }

  @Test
  void everyKindOfTaskIsTried() {
    for (KernelCase test : FormatChecks.ONE_OF_EACH) {
      assertThat(OtherFormats.of(test.task(), DType.I8))
          .hasSizeGreaterThanOrEqualTo(test.task().inputs() + 1);
    }

    assertThat(FormatChecks.ONE_OF_EACH.stream().map(test -> (Object) test.task().getClass()))
        .containsAll(KindsOfTask.all());
  }

  /** Sums of integers end with a requantizing step. */
  @Test
  void requantizedSumsAreAmongWhatIsTried() {
    assertThat(
            FormatChecks.ONE_OF_EACH.stream()
                .flatMap(test -> OtherFormats.of(test.task(), DType.U8).stream())
                .flatMap(task -> task.layers().stream())
                .filter(
                    layer ->
                        layer instanceof Linear linear
                            && linear.epilogue().requantize().isPresent())
                .map(layer -> (Object) layer.getClass())
                .distinct())
        .containsExactlyInAnyOrder(
            Linear.Pointwise.class,
            Linear.Convolution.class,
            Linear.TransposedConvolution.class,
            Linear.Depthwise.class);
  }
}
