package liviano.formats.tfjs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import liviano.LivianoException;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.model.RandomWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.io.TempDir;

/** A folder for the files of a small SSDLite, and how such files are refused. */
abstract class SmallSsdLiteFolder {
  static final Recipe RECIPE =
      Recipe.of("ssdlite_mobilenet_v2")
          .withWidth(0.1)
          .withResolution(64)
          .withClasses(3)
          .withNorm(Norm.FOLDED);
  static final Graph GRAPH = Zoo.graph(RECIPE);
  static final Weights WEIGHTS = RandomWeights.of(GRAPH, 3);

  @TempDir Path folder;

  static TfjsFile file() {
    return TfjsFile.of(GRAPH, WEIGHTS);
  }

  /** Refused in one line with these reasons, once changed so. */
  final void refuses(Consumer<TfjsFile> change, String... reasons) throws IOException {
    write(change);
    refuses(reasons);
  }

  final void write(Consumer<TfjsFile> change) throws IOException {
    TfjsFile file = file();
    change.accept(file);
    file.write(folder);
  }

  /** Refused in one line with these reasons, as it lies in the folder. */
  final void refuses(String... reasons) {
    refuses(MalformedModelException.class, reasons);
  }

  /** The same by an exception of this kind. */
  final void refuses(Class<? extends LivianoException> kind, String... reasons) {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(kind)
        .hasMessageContaining("model.json: ")
        .hasMessageContainingAll(reasons)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }
}
