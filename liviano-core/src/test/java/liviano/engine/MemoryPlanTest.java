package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import liviano.Limits;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.kernels.KernelProvider;
import liviano.kernels.nativecode.NativeProviders;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

  @RepeatedTest(40)
  void nothingIsOverwrittenBeforeItIsRead(RepetitionInfo repetition) {
    Graph graph = RandomGraphs.draw(new Random(1000 + repetition.getCurrentRepetition()));
    Plan plan = Engine.plan(graph, Parameters.unknown(), 3);
    MemoryPlan apart = MemoryPlan.of(plan);
    MemoryPlan over = MemoryPlan.of(plan, _ -> true);

    assertSound(plan, apart, false);
    assertSound(plan, over, true);
    assertThat(over.bytes()).isLessThanOrEqualTo(apart.bytes());
    assertThat(over.bytesWithoutReuse()).isEqualTo(apart.bytesWithoutReuse());
  }

  /**
   * @param overwrites whether outputs may begin where their tasks' first inputs begin
   */
  private static void assertSound(Plan plan, MemoryPlan memory, boolean overwrites) {
    Map<Long, Integer> ownerOfBlock = new HashMap<>();
    plan.inputs().values().forEach(input -> own(memory, ownerOfBlock, input));

    for (PlannedTask task : plan.tasks()) {
      task.inputs().forEach(input -> assertOwned(memory, ownerOfBlock, input));
      own(memory, ownerOfBlock, task.output());
      long begin = memory.offsets().get(task.output().id());
      task.inputs().stream()
          .filter(
              input ->
                  !overwrites
                      || input.id() != task.inputs().getFirst().id()
                      || memory.offsets().get(input.id()) != begin)
          .forEach(input -> assertOwned(memory, ownerOfBlock, input));
    }
    plan.outputs().values().forEach(output -> assertOwned(memory, ownerOfBlock, output));
    plan.inputs().values().forEach(input -> assertOwned(memory, ownerOfBlock, input));
  }

  private static void own(MemoryPlan memory, Map<Long, Integer> owners, Operand operand) {
    blocks(memory, operand).forEach(block -> owners.put(block, operand.id()));
  }

  private static void assertOwned(MemoryPlan memory, Map<Long, Integer> owners, Operand operand) {
    assertThat(blocks(memory, operand))
        .allSatisfy(block -> assertThat(owners).containsEntry(block, operand.id()));
  }

  private static List<Long> blocks(MemoryPlan memory, Operand operand) {
    long from = memory.offsets().get(operand.id());
    assertThat(from % MemoryPlan.ALIGNMENT).isZero();
    assertThat(from + operand.bytes()).isLessThanOrEqualTo(memory.bytes());
    return java.util.stream.LongStream.range(
            from / MemoryPlan.ALIGNMENT, Math.ceilDiv(from + operand.bytes(), MemoryPlan.ALIGNMENT))
        .boxed()
        .toList();
  }

  @Test
  void mobileNetV2NeedsItsLargestPairOfTensorsAndItsInput() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED));
    MemoryPlan memory = MemoryPlan.of(Engine.plan(graph, Parameters.unknown(), 1));

    // 112x112x96 and 112x112x16 of block 1, the picture and the two outputs.
    long block = 4L * 112 * 112 * (96 + 16);
    long image = 4L * 224 * 224 * 3;
    assertThat(memory.bytes()).isBetween(block + image, (long) ((block + image) * 1.15));
    assertThat(memory.bytesWithoutReuse()).isGreaterThan(4 * memory.bytes());
  }

  /** On one thread. Several would write over lines that a neighbour still has to expand. */
  @Test
  void blocksOfMobileNetV2AreWrittenOverTheirInputs() {
    List<KernelProvider> machineCode = NativeProviders.all();
    Assumptions.assumeFalse(machineCode.isEmpty(), "machine code cannot serve here");
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2"));
    for (KernelProvider provider : machineCode) {
      CompileOptions options = CompileOptions.builder().providers(List.of(provider)).build();

      // The picture and what the first block gives; 56x56x24 of the second block stands where its
      // input stood.
      long image = 4L * 224 * 224 * 3;
      long first = 4L * 112 * 112 * 16;
      assertThat(Engine.memory(graph, options).bytes()).isEqualTo(image + first);
      assertThat(Engine.memory(graph, options.toBuilder().threads(2).build()).bytes())
          .isEqualTo(image + first + 4L * 56 * 56 * 24);
      assertThat(Engine.compile(graph, RandomWeights.of(graph, 1), options).memory())
          .as("what kernels say is what was estimated without them")
          .isEqualTo(Engine.memory(graph, options));
    }
  }

  @Test
  void aSessionOverTheLimitIsRefusedBeforeItIsAllocated() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(64));
    Weights weights = RandomWeights.of(graph, 1);
    CompileOptions options =
        CompileOptions.builder()
            .limits(Limits.defaults().with(Limits.Limit.SESSION_BYTES, 1 << 16))
            .build();

    assertThatThrownBy(() -> Engine.compile(graph, weights, options))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("bytes of memory, the limit is 65,536 bytes");
  }

  @Test
  void noPlacingGetsBelowTheLeast() {
    for (int seed = 0; seed < 50; seed++) {
      Plan plan = Engine.plan(RandomGraphs.draw(new Random(seed)), Parameters.unknown(), 2);
      assertThat(MemoryPlan.least(plan))
          .isPositive()
          .isLessThanOrEqualTo(MemoryPlan.of(plan, _ -> true).bytes());
    }
  }

  @RepeatedTest(10)
  void planWithoutWeightsIsTheOneWithThem(RepetitionInfo repetition) {
    Graph graph = RandomGraphs.draw(new Random(2000 + repetition.getCurrentRepetition()));
    assertThat(Engine.memory(graph, 2))
        .isEqualTo(MemoryPlan.of(Engine.plan(graph, Parameters.unknown(), 2)));
  }
}
