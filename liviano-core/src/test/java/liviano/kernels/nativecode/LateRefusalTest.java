package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.Step;
import liviano.graph.Graph;
import liviano.kernels.ChildJvm;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.kernels.UnavailableException;
import liviano.kernels.nativecode.memory.RefusedException;
import liviano.kernels.scalar.ScalarProvider;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The system lets some code be made, and then no more. */
final class LateRefusalTest {
  private static final int LET = 5;
  private static final Graph GRAPH =
      Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32));

  /** Only some become executable. */
  private static final class Fewer extends SystemPages {
    private int left = LET;

    @Override
    public void makeExecutable(MemorySegment code) {
      if (left-- <= 0) {
        throw new RefusedException("the system does not let memory be executed (mprotect)");
      }
      super.makeExecutable(code);
    }
  }

  /** Compiles twice what the system refuses, in a JVM that has not warned yet. */
  static final class Twice {
    private Twice() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        compile(List.of(refused(), new ScalarProvider()));
      }
    }
  }

  @BeforeEach
  void machineCodeServes() {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here");
  }

  @Test
  void theOthersServeAllOfIt() {
    Program program = compile(List.of(refused(), new ScalarProvider()));

    assertThat(program.steps()).extracting(Step::provider).containsOnly("scalar");
    assertThat(program.memory()).isEqualTo(compile(List.of(new ScalarProvider())).memory());
    assertThat(answer(program)).isEqualTo(answer(compile(List.of(new ScalarProvider()))));
  }

  @Test
  void itIsWarnedOfOnce() {
    assertThat(ChildJvm.run(Twice.class, "--enable-native-access=ALL-UNNAMED").lines())
        .filteredOn(line -> line.contains("WARNING: the system refuses the fastest kernels"))
        .singleElement()
        .asString()
        .endsWith(NativeProvider.EXECUTABLE_MEMORY);
  }

  @Test
  void whereThereAreNoOthersItSaysWhy() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> compile(List.of(refused())))
        .withMessage("the system does not let memory be executed (mprotect)");
  }

  private static KernelProvider refused() {
    return new NativeProvider(
        Machine.detect(Optional.empty()).isaOrThrow(), new Fewer(), System::nanoTime);
  }

  private static Program compile(List<KernelProvider> providers) {
    return Engine.compile(
        GRAPH, RandomWeights.of(GRAPH, 1), CompileOptions.defaults().withProviders(providers));
  }

  private static float[] answer(Program program) {
    Session session = program.newSession();
    String input = program.inputShapes().firstEntry().getKey();
    float[] image = new float[program.inputShapes().firstEntry().getValue().elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 7 - 3;
    }
    session.input(input).copyFrom(image);
    session.run();
    return session.output(program.outputShapes().firstEntry().getKey()).toArray();
  }
}
