package liviano.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.Limits;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real network on inputs whose answers another implementation gave. */
@Tag("shared")
class GoldenPairsTest {
  private static final Path IMAGENET =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models", "imagenet");
  private static Model model;

  @BeforeAll
  static void read() throws IOException {
    Path file = IMAGENET.resolve("mobilenet_v2_1.0_224_float.safetensors");
    assumeTrue(Files.exists(file), "skipped: the real weights are not here: " + file);
    model = ModelFiles.read(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void everyProviderGivesTheGoldenAnswer(int pair) throws IOException {
    Path folder = IMAGENET.resolve("golden_pairs").resolve(String.valueOf(pair));
    float[] input = Npy.read("input", folder.resolve("input_0.npy"), Limits.defaults()).toFloats();
    float[] golden =
        Npy.read("output", folder.resolve("output_0.npy"), Limits.defaults()).toFloats();
    float[] scalar = probabilities(Providers.named("scalar"), input);

    for (KernelProvider provider : Providers.available()) {
      float[] ours = probabilities(Providers.named(provider.name()), input);

      assertThat(top(ours)).as("top-1 of %s", provider.name()).isEqualTo(top(golden));
      assertThat(distance(ours, golden)).as(provider.name()).isLessThan(0.003f);
      assertThat(distance(ours, scalar)).as(provider.name()).isLessThan(1e-4f);
    }
  }

  private static float[] probabilities(List<KernelProvider> providers, float[] input) {
    Program program =
        Engine.compile(
            model.graph(), model.weights(), CompileOptions.builder().providers(providers).build());
    Session session = program.newSession();
    session.input("image").copyFrom(input);
    session.run();
    return session.output("probabilities").toArray();
  }

  private static int top(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static float distance(float[] a, float[] b) {
    float greatest = 0;
    for (int i = 0; i < a.length; i++) {
      greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
    }
    return greatest;
  }
}
