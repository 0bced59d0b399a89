package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.Limits;
import liviano.formats.GraphCut;
import liviano.formats.ModelFiles;
import liviano.formats.ReadOptions;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A frozen network whose norms are partly those of training. */
@Tag("shared")
class OpenPoseTest {
  private static final Path FILE =
      Path.of(System.getProperty("liviano.shared", "../shared"))
          .resolve("models/wild/openpose_mnv2_small_pb/graph_opt.pb");
  private static final float EPSILON = 0.001f;

  @BeforeEach
  void theFileIsHere() {
    assumeTrue(Files.exists(FILE), "skipped: the real file is not here: " + FILE);
  }

  @Test
  void givesFiniteNumbersOfItsShape() throws IOException {
    Model model = read("image:368x432", "Openpose/concat_stage7");
    assertThat(model.graph().outputs().get("Openpose/concat_stage7").shape().dims())
        .containsExactly(46, 54, 57);
    for (float number : Answers.of(model)) {
      assertThat(number).isFinite();
    }
  }

  @Test
  void theFirstNormIsThatOfThePicture() throws IOException {
    String norm = "MobilenetV2/Conv/BatchNorm/";
    float[] gamma = constant(norm + "gamma/read/_1__cf__1");
    float[] beta = constant(norm + "beta/read/_0__cf__0");
    float[] before = Answers.of(read("image:64x48", "MobilenetV2/Conv/Conv2D"));
    float[] after = Answers.of(read("image:64x48", norm + "FusedBatchNorm"));
    int channels = gamma.length;
    int count = before.length / channels;
    assertThat(count).isEqualTo(32 * 24);
    for (int channel = 0; channel < channels; channel++) {
      double mean = 0;
      double squares = 0;
      for (int at = channel; at < before.length; at += channels) {
        mean += before[at] / (double) count;
        squares += (double) before[at] * before[at] / count;
      }
      double scale = gamma[channel] / Math.sqrt(squares - mean * mean + EPSILON);
      for (int at = channel; at < before.length; at += channels) {
        float expected = (float) ((before[at] - mean) * scale + beta[channel]);
        assertThat(after[at]).isCloseTo(expected, within(1e-4f));
      }
    }
  }

  private static Model read(String input, String output) throws IOException {
    return ModelFiles.read(
        FILE,
        ReadOptions.defaults().withCut(GraphCut.of(List.of(input), List.of(output))),
        _ -> {});
  }

  private static float[] constant(String name) throws IOException {
    try (FileChannel channel = FileChannel.open(FILE)) {
      GraphDef graph =
          FrozenGraphParser.parse(
              channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()), Limits.defaults());
      return graph.constants().get(name).bytes().get().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
  }
}
