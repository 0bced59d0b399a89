package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.engine.Engine;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In child JVMs, because this one was started with the module. */
class VectorModuleTest {
  private static final String FLAG = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

  @TempDir private Path folder;

  /** What the child runs: prints why the vector provider cannot serve for want of the module. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      VectorModule.resolve();
      System.out.print(Providers.vectorUnavailable().orElse("").contains("--add-modules"));
    }
  }

  /** Compiles a network that machine code serves, then asks the provider behind it. */
  static final class Late {
    private Late() {}

    public static void main(String[] arguments) {
      var options = Kernels.options();
      var graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32));
      Engine.compile(graph, RandomWeights.of(graph, 1), options);
      boolean waits = isMissing();
      options.providers().get(1).description();
      System.out.print(waits + " " + isMissing());
    }

    private static boolean isMissing() {
      return Providers.vectorUnavailable().orElse("").contains("--add-modules");
    }
  }

  @Test
  void behindMachineCodeTheModuleWaitsUntilItIsWanted() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here");

    Output output = run(Late.class, FLAG, "--enable-native-access=ALL-UNNAMED");

    assertThat(output.error()).isEmpty();
    assertThat(output.out()).isEqualTo("true false");
  }

  @Test
  void resolvesTheModuleWithoutAWord() throws IOException, InterruptedException {
    Output output = run(FLAG);

    assertThat(output.error()).isEmpty();
    assertThat(output.out()).isEqualTo("false");
  }

  @Test
  void leavesTheReasonToTheProvidersWhereTheFlagIsMissing()
      throws IOException, InterruptedException {
    Output output = run();

    assertThat(output.error()).isEmpty();
    assertThat(output.out()).isEqualTo("true");
  }

  @Test
  void keepsAModuleThatIsThereAlready() throws IOException, InterruptedException {
    assertThat(run(FLAG, "--add-modules=jdk.incubator.vector").out()).isEqualTo("false");
  }

  private record Output(String out, String error) {}

  private Output run(String... flags) throws IOException, InterruptedException {
    return run(Child.class, flags);
  }

  private Output run(Class<?> main, String... flags) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path error = folder.resolve("error");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(flags));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Process child =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(error.toFile()).start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    return new Output(
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(error, StandardCharsets.UTF_8));
  }
}
