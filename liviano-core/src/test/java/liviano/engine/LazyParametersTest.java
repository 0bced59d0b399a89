package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.kernels.KernelProvider;
import liviano.kernels.Origin;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Providers;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants are not touched before kernels are prepared, and then no more than once. */
class LazyParametersTest {
  /** With batch norms, which are folded. */
  private static final Graph GRAPH =
      Zoo.graph(
          Zoo.architecture("mobilenet_v2")
              .defaults()
              .withWidth(0.35)
              .withResolution(32)
              .withNorm(Norm.BATCH));

  @Test
  void planningTouchesNoNumbers() {
    for (KernelProvider provider : Providers.available()) {
      CompileOptions options = CompileOptions.builder().providers(List.of(provider)).build();
      for (int split : new int[] {1, 3}) {
        Plan plan =
            Engine.plan(
                GRAPH, Parameters.unknown(), options.toBuilder().channelSplit(split).build());

        assertThat(plan.tasks()).isNotEmpty();
        assertThatIllegalStateException()
            .isThrownBy(() -> plan.tasks().getFirst().task().params().forEach(Param::data))
            .withMessageContaining("has no numbers yet");
      }
      assertThat(Engine.memory(GRAPH, options).bytes()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void eachIsReadOnceAndForgotten(int threads) {
    Map<String, Integer> reads = new HashMap<>();
    CompileOptions options = CompileOptions.builder().threads(threads).build();
    Plan plan = Engine.plan(GRAPH, counting(reads), options);
    assertThat(reads).isEmpty();

    Engine.compile(plan, new PackedWeights(), options);

    assertThat(reads.keySet())
        .containsExactlyInAnyOrderElementsOf(GRAPH.params().map(ParamSpec::name).toList());
    // What is a part of several constants, such as a scale, is read for each of them.
    GRAPH
        .params()
        .filter(spec -> spec.role() == ParamSpec.Role.WEIGHT)
        .forEach(spec -> assertThat(reads.get(spec.name())).as(spec.name()).isOne());
    plan.tasks().stream()
        .flatMap(task -> task.task().params().stream())
        .forEach(param -> assertThat(param.isMaterialised()).as(param.name()).isFalse());
  }

  private static Parameters counting(Map<String, Integer> reads) {
    return spec ->
        new Param(
            new Origin.Stored(spec.name()),
            DType.F32,
            spec.shape(),
            () -> {
              reads.merge(spec.name(), 1, Integer::sum);
              return ones(spec.shape().elements());
            });
  }

  private static MemorySegment ones(int count) {
    MemorySegment data = Arena.ofAuto().allocate(4L * count, 64);
    for (int i = 0; i < count; i++) {
      data.setAtIndex(LittleEndian.FLOAT, i, 1);
    }
    return data;
  }
}
