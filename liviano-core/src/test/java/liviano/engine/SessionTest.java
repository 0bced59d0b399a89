package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.kernels.ChildJvm;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated
class SessionTest {
  private static final Graph GRAPH =
      Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(48).withClasses(10));
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 7);
  private static final float[] IMAGE = image(48 * 48 * 3, 1);

  static List<String> providers() {
    return Providers.available().stream().map(KernelProvider::name).toList();
  }

  private static float[] image(int count, long seed) {
    Random random = new Random(seed);
    float[] image = new float[count];
    for (int i = 0; i < count; i++) {
      image[i] = random.nextFloat(-1, 1);
    }
    return image;
  }

  private static CompileOptions options(String provider) {
    return CompileOptions.builder().providers(Providers.named(provider)).build();
  }

  private static float[] logits(Program program, float[] image) {
    Session session = program.newSession();
    session.input("image").copyFrom(image);
    session.run();
    return session.output("logits").toArray();
  }

  /** What workers need for themselves is counted too. */
  @ParameterizedTest
  @MethodSource("providers")
  void allThatASessionNeedsIsWithinTheLimit(String provider) {
    CompileOptions options = options(provider).toBuilder().threads(3).build();
    Program program = Engine.compile(GRAPH, WEIGHTS, options);
    long scratch =
        program.steps().stream().mapToLong(s -> s.kernel().scratchBytes()).max().orElseThrow();
    long needed = program.memory().bytes() + 3 * scratch;

    assertThat(Engine.compile(GRAPH, WEIGHTS, within(options, needed)).memory())
        .isEqualTo(program.memory());
    assertThatThrownBy(() -> Engine.compile(GRAPH, WEIGHTS, within(options, needed - 1)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("a session for this batch and input");
  }

  private static CompileOptions within(CompileOptions options, long sessionBytes) {
    return options.toBuilder()
        .limits(options.limits().with(Limits.Limit.SESSION_BYTES, sessionBytes))
        .build();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anyNumberOfThreadsGivesTheSameBits(String provider) {
    float[] one = logits(Engine.compile(GRAPH, WEIGHTS, options(provider)), IMAGE);

    for (int threads : new int[] {2, 3, 4, 8}) {
      Program program =
          Engine.compile(GRAPH, WEIGHTS, options(provider).toBuilder().threads(threads).build());
      for (int i = 0; i < 5; i++) {
        assertThat(logits(program, IMAGE)).as("%d threads", threads).containsExactly(one);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void sessionsOfOneProgramDoNotDisturbEachOther(String provider) throws Exception {
    Program program =
        Engine.compile(GRAPH, WEIGHTS, options(provider).toBuilder().threads(2).build());
    List<Callable<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      float[] image = image(IMAGE.length, i);
      float[] alone = logits(program, image);
      runs.add(
          () -> {
            boolean same = true;
            for (int n = 0; n < 10; n++) {
              same &= Arrays.equals(logits(program, image), alone);
            }
            return same;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> same : pool.invokeAll(runs)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void runningAllocatesNothing(String provider) {
    assertThat(
            ChildJvm.run(
                RunAllocations.class, List.of(provider), "--enable-native-access=ALL-UNNAMED"))
        .endsWith("allocated 0\n");
  }

  @Test
  void aBatchIsItsSamplesOneByOne() {
    Program single = Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults());
    Program batch = Engine.compile(GRAPH, WEIGHTS, CompileOptions.builder().batch(3).build());
    float[] three = image(3 * IMAGE.length, 5);
    float[] together = logits(batch, three);

    for (int i = 0; i < 3; i++) {
      float[] image = Arrays.copyOfRange(three, i * IMAGE.length, (i + 1) * IMAGE.length);
      assertThat(Arrays.copyOfRange(together, i * 10, (i + 1) * 10))
          .containsExactly(logits(single, image));
    }
  }

  @Test
  void anotherInputSizeSharesThePackedWeights() {
    PackedWeights packed = new PackedWeights();
    CompileOptions options = CompileOptions.builder().packedWeights(packed).build();
    Program small = Engine.compile(GRAPH, WEIGHTS, options);
    long bytes = packed.bytes();
    Program large =
        Engine.compile(
            GRAPH,
            WEIGHTS,
            options.toBuilder().inputShapes(Map.of("image", Shape.of(65, 33, 3))).build());

    assertThat(packed.bytes()).isEqualTo(bytes);
    assertThat(large.inputShapes().get("image")).isEqualTo(Shape.of(65, 33, 3));
    assertThat(logits(large, image(65 * 33 * 3, 2))).hasSize(10);
    assertThat(logits(small, IMAGE)).hasSize(10);
    assertThatThrownBy(() -> Engine.compile(GRAPH, RandomWeights.of(GRAPH, 8), options))
        .hasMessageContaining("belong to another model");
  }

  @Test
  void featureMapsAreThoseOfTheWholeNetwork() {
    Graph ended = GRAPH.endingAt("blocks.5.add", "head.pool", "logits");
    Program program = Engine.compile(ended, WEIGHTS, CompileOptions.defaults());
    Session session = program.newSession();
    session.input("image").copyFrom(IMAGE);
    session.run();

    assertThat(session.output("blocks.5.add").shape()).isEqualTo(Shape.of(6, 6, 16));
    assertThat(session.output("logits").toArray())
        .containsExactly(logits(Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults()), IMAGE));
  }

  @Test
  void aSessionMayBeRunAgainOnTheSameInput() {
    Session session = Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults()).newSession();
    session.input("image").copyFrom(IMAGE);
    session.run();
    float[] first = session.output("logits").toArray();
    session.run();

    assertThat(session.output("logits").toArray()).containsExactly(first);
    assertThat(session.input("image").toArray()).containsExactly(IMAGE);
  }

  @Test
  void aProfileCountsEveryStep() {
    Program program = Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults());
    Session session = program.newSession();
    Profile profile = new Profile(program);
    session.run(profile);
    session.run(profile);

    assertThat(profile.runs()).isEqualTo(2);
    assertThat(profile.entries()).hasSameSizeAs(program.steps()).allMatch(e -> e.nanos() > 0);
    assertThat(program.multiplyAdds()).isEqualTo(liviano.cost.Cost.of(GRAPH).multiplyAdds());
    assertThatThrownBy(
            () ->
                session.run(new Profile(Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults()))))
        .hasMessageContaining("another program");
  }

  @Test
  void mistakesAreNamed() {
    Session session = Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults()).newSession();

    assertThatThrownBy(() -> session.input("picture"))
        .hasMessage("there is no input 'picture'; there are [image]");
    assertThatThrownBy(() -> session.input("image").copyFrom(new float[3]))
        .hasMessageContaining("'image' holds 6912 numbers (1 x 48x48x3), not 3");
    assertThatThrownBy(() -> CompileOptions.builder().batch(0).build())
        .hasMessageContaining("batch");
    assertThatThrownBy(() -> Providers.named("cuda"))
        .hasMessageContaining("unknown kernels 'cuda'");
  }

  @Test
  void missingAndMisshapenWeightsAreNamed() {
    Weights none = Weights.of(List.of());
    Weights wrong = Weights.of(List.of(Tensor.of("stem.conv.weight", Extents.of(1), 1f)));

    assertThatThrownBy(() -> Engine.compile(GRAPH, none, CompileOptions.defaults()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("stem.conv.weight");
    assertThatThrownBy(() -> Engine.compile(GRAPH, wrong, CompileOptions.defaults()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("stem.conv.weight");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aPoolLendsAtMostItsTurns(int turns) throws Exception {
    SessionPool pool =
        new SessionPool(Engine.compile(GRAPH, WEIGHTS, CompileOptions.defaults()), turns);
    CountDownLatch inside = new CountDownLatch(turns);
    List<Session> lent = java.util.Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(turns)) {
      for (int i = 0; i < turns; i++) {
        threads.submit(
            () ->
                pool.with(
                    session -> {
                      lent.add(session);
                      inside.countDown();
                      try {
                        return inside.await(30, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
    }
    assertThat(lent).hasSize(turns).doesNotHaveDuplicates();
    assertThat(pool.<Session>with(session -> session)).isIn(lent);
  }
}
