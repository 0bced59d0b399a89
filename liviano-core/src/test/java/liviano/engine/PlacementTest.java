package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import liviano.engine.Timeline.Piece;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.Task;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands stand where the plain way puts them, as long as not too many are alive at once. */
class PlacementTest {
  private static final List<Predicate<Task>> OVERWRITES =
      List.of(task -> false, task -> true, task -> task.inputs() == 2);

  static Stream<Recipe> recipes() {
    return Zoo.all().stream()
        .flatMap(network -> network.variants().stream().map(network::defaults))
        .filter(recipe -> !recipe.architecture().matches("vgg_19|resnet_1.*|ssd_512"));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void networksOfTheZooArePlacedAsPlainly(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    assertPlacedAsPlainly(Lowering.lower(graph, Parameters.unknown(), 1));
  }

  @RepeatedTest(60)
  void drawnNetworksArePlacedAsPlainly(RepetitionInfo repetition) {
    Graph graph = RandomGraphs.draw(new Random(3000 + repetition.getCurrentRepetition()));
    assertPlacedAsPlainly(Engine.plan(graph, Parameters.unknown(), 2));
  }

  private static void assertPlacedAsPlainly(Plan plan) {
    for (Predicate<Task> overwrites : OVERWRITES) {
      List<MemoryPlan.Life> lives =
          MemoryPlan.lives(plan, i -> overwrites.test(plan.tasks().get(i).task()));
      assertThat(MemoryPlan.place(lives).offsets()).isEqualTo(PlainPlacement.offsets(lives));
    }
  }

  /** So many branches at once that their neighbours are not all looked at. */
  @Test
  void oneNetworkOfManyBranchesIsPlacedOneAboveTheOther() {
    int branches = 3000;
    GraphBuilder b = Graph.builder();
    Value in = b.input("x", Shape.of(4));
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < branches; i++) {
      all.add(b.add("branch " + i, new Op.Sigmoid(), in));
    }
    Graph graph = b.output("y", b.add("all", new Op.Concat(), all)).build();

    MemoryPlan memory = Engine.memory(graph, 1);

    // Each branch takes 64 bytes and the concatenation of all 16 each.
    assertThat(memory.bytes()).isEqualTo(64L + branches * (64 + 16));
    assertThat(memory.offsets().values()).doesNotHaveDuplicates();
  }

  @RepeatedTest(20)
  void aTimelineKnowsWhatAPlainListKnows(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int times = random.nextInt(1, 70);
    Timeline timeline = new Timeline(times);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(times);
      int to = random.nextInt(from, times);
      List<Piece> meeting =
          pieces.stream().filter(piece -> piece.from() <= to && from <= piece.to()).toList();

      assertThat(timeline.during(from, to, meeting.size()).orElseThrow())
          .containsExactlyInAnyOrderElementsOf(meeting);
      assertThat(timeline.during(from, to, meeting.size() - 1L)).isEmpty();
      assertThat(timeline.height(from, to))
          .isEqualTo(meeting.stream().mapToLong(Piece::end).max().orElse(0));

      Piece piece = new Piece(i, from, to, random.nextInt(50), random.nextInt(1, 50));
      pieces.add(piece);
      timeline.add(piece);
    }
  }
}
