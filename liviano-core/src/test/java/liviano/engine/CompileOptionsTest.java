package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.engine.CompileOptions.Builder;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompileOptionsTest {
  private static final List<KernelProvider> SCALAR = Providers.named("scalar");
  private static final CompileOptions START =
      CompileOptions.builder().providers(Providers.available()).build();

  @Test
  void defaultsAreOneSampleOnOneThread() {
    CompileOptions options = CompileOptions.defaults();

    assertThat(options.batch()).isOne();
    assertThat(options.threads()).isOne();
    assertThat(options.inputShapes()).isEmpty();
    assertThat(options.packedWeights()).isEmpty();
    assertThat(options.limits()).isEqualTo(Limits.defaults());
    assertThat(options.channelSplit()).isOne();
    assertThat(options.fusesBlocks()).isTrue();
    assertThat(options.precision()).isEmpty();
    assertThat(options.providers().getLast().name()).isEqualTo("scalar");
  }

  @Test
  void everySettingArrives() {
    PackedWeights packed = new PackedWeights();
    Limits limits = Limits.defaults().with(Limit.STEPS, 5);
    CompileOptions options =
        CompileOptions.builder()
            .batch(4)
            .inputShapes(Map.of("image", Shape.of(8, 8, 3)))
            .threads(2)
            .providers(SCALAR)
            .packedWeights(packed)
            .limits(limits)
            .channelSplit(3)
            .fusesBlocks(false)
            .precision(Precision.BF16)
            .allowsFp32(true)
            .leastMemory(true)
            .build();

    assertThat(options.leastMemory()).isTrue();
    assertThat(options.batch()).isEqualTo(4);
    assertThat(options.inputShapes()).containsOnly(Map.entry("image", Shape.of(8, 8, 3)));
    assertThat(options.threads()).isEqualTo(2);
    assertThat(options.providers()).isEqualTo(SCALAR);
    assertThat(options.packedWeights()).contains(packed);
    assertThat(options.limits()).isEqualTo(limits);
    assertThat(options.channelSplit()).isEqualTo(3);
    assertThat(options.fusesBlocks()).isFalse();
    assertThat(options.precision()).contains(Precision.BF16);
    assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
    assertThat(options).hasToString(options.toBuilder().build().toString());
    assertThat(options.toString()).startsWith("CompileOptions[batch=4, ").contains("threads=2");
  }

  static Stream<UnaryOperator<Builder>> changes() {
    return Stream.of(
        b -> b.batch(2),
        b -> b.inputShapes(Map.of("image", Shape.of(1))),
        b -> b.threads(2),
        b -> b.providers(SCALAR),
        b -> b.packedWeights(new PackedWeights()),
        b -> b.limits(Limits.defaults().with(Limit.STEPS, 5)),
        b -> b.channelSplit(2),
        b -> b.fusesBlocks(false),
        b -> b.precision(Precision.FP32),
        b -> b.allowsFp32(true),
        b -> b.leastMemory(true));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeMakesOtherOptionsAndLeavesTheFirst(UnaryOperator<Builder> change) {
    CompileOptions same = START.toBuilder().build();

    assertThat(change.apply(START.toBuilder()).build()).isNotEqualTo(START);
    assertThat(START).isEqualTo(same);
  }

  @Test
  void leastMemoryCanBeTakenBack() {
    CompileOptions plain = CompileOptions.defaults();
    CompileOptions least = plain.toBuilder().leastMemory(true).build();
    CompileOptions back = least.toBuilder().leastMemory(false).build();

    assertThat(back.providers()).isEqualTo(plain.providers());
    assertThat(back).isEqualTo(plain);
    assertThat(plain.toBuilder().leastMemory(true).build()).isEqualTo(least);
  }

  @Test
  void whatTheCallerKeepsIsCopied() {
    Map<String, Shape> shapes = new HashMap<>(Map.of("image", Shape.of(1)));
    Builder builder = CompileOptions.builder().inputShapes(shapes);
    CompileOptions options = builder.build();
    shapes.clear();
    builder.batch(9);

    assertThat(options.inputShapes()).hasSize(1);
    assertThat(options.batch()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 65_537})
  void numbersOutOfRangeAreRefusedByName(int number) {
    Builder builder = CompileOptions.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.batch(number))
        .withMessage("batch must be from 1 to 65536, is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.threads(number))
        .withMessage("threads must be from 1 to 256, is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.channelSplit(number))
        .withMessage("channelSplit must be from 1 to 64, is " + number);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.providers(List.of()))
        .withMessage("no kernel provider to ask");
  }
}
