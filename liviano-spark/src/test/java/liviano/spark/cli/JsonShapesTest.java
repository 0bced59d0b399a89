package liviano.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import liviano.cli.Cli;
import liviano.cli.shapes.HeldShapes;
import liviano.json.Json;
import liviano.model.Model;
import liviano.spark.LocalSpark;
import liviano.spark.SmallModels;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/compatibility.md promises of the JSON of {@code spark}. */
@ExtendWith(LocalSpark.class)
class JsonShapesTest {
  private static final HeldShapes SHAPES = HeldShapes.of(JsonShapesTest.class);

  @TempDir private Path folder;

  /** A task of the verb. */
  private enum Asked {
    CLASSIFY,
    DETECT,
    SEGMENT,
    EMBED;

    String verb() {
      return "spark " + word();
    }

    String word() {
      return switch (this) {
        case CLASSIFY -> "classify";
        case DETECT -> "detect";
        case SEGMENT -> "segment";
        case EMBED -> "embed";
      };
    }

    Model model() {
      return switch (this) {
        case CLASSIFY, EMBED -> SmallModels.classifier();
        case DETECT -> SmallModels.detector();
        case SEGMENT -> SmallModels.segmenter();
      };
    }
  }

  /** The same of all tasks, and also where a picture has no answer. */
  @ParameterizedTest
  @EnumSource
  void whatProgramsReadStaysAsItIs(Asked task, SparkSession spark) throws IOException {
    Path pictures = SmallModels.pictures(folder, 1);
    Files.write(pictures.resolve("broken.png"), new byte[] {1, 2, 3});
    Cli.Outcome outcome =
        Cli.piped()
            .run(
                "spark",
                task.word(),
                "--json",
                "--master",
                "local[2]",
                "--input",
                pictures.toString(),
                "--to",
                folder.resolve("answers.parquet").toString(),
                "--model",
                SmallModels.save(task.model(), folder, "model"));
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(1);
    SHAPES.hold("spark", Json.parse(outcome.out()));
  }

  @Test
  void noVerbIsForgotten() {
    assertThat(Cli.verbsWith("--json"))
        .filteredOn(verb -> verb.startsWith("spark"))
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.allOf(Asked.class).stream().map(Asked::verb).toList());
  }
}
