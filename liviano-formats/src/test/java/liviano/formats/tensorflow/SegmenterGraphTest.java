package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.formats.ModelFiles;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segmenters that take pictures of any size and bytes, and give a class for each pixel. */
class SegmenterGraphTest {

  /** Between the pixels that the convolution looks at. */
  private static final int STRIDE = 2;

  @TempDir Path folder;

  @Test
  void aTfjsGraphIsCutToTheNetwork() throws IOException {
    requireTheNetworkAlone(SegmenterFiles.writeTfjs(folder));
  }

  @Test
  void aFrozenGraphIsCutToTheNetwork() throws IOException {
    requireTheNetworkAlone(SegmenterFiles.writeFrozen(folder.resolve("frozen.pb")));
  }

  private static void requireTheNetworkAlone(Path file) throws IOException {
    List<String> notices = new ArrayList<>();
    Model model = ModelFiles.read(file, notices::add);

    assertThat(String.join(" ", notices)).contains("cut from 'prepared' to 'scores'");
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
    Preprocessing preparation = model.card().preprocessing();
    assertThat(preparation.normalization())
        .isEqualTo(new Normalization(Rgb.all(SegmenterFiles.GREY), Rgb.all(SegmenterFiles.GREY)));
    assertThat(preparation.fit()).isEqualTo(new Fit.Pad(Rgb.all(SegmenterFiles.GREY)));
    assertThat(preparation.resize()).isEqualTo(ResizeRule.TENSORFLOW_BILINEAR);

    float[] picture =
        Answers.some(SegmenterFiles.SIDE * SegmenterFiles.SIDE * SegmenterFiles.CHANNELS);
    float[] scores = Answers.of(model, picture);
    assertThat(scores).hasSize(SegmenterFiles.SIDE * SegmenterFiles.SIDE * SegmenterFiles.CLASSES);
    for (int y = 0; y < SegmenterFiles.SIDE; y += STRIDE) {
      for (int x = 0; x < SegmenterFiles.SIDE; x += STRIDE) {
        requireScores(scores, picture, y * SegmenterFiles.SIDE + x);
      }
    }
  }

  /** Where the convolution looks, resizing with corners on corners changes no score. */
  private static void requireScores(float[] scores, float[] picture, int pixel) {
    for (int k = 0; k < SegmenterFiles.CLASSES; k++) {
      float score = 0;
      for (int c = 0; c < SegmenterFiles.CHANNELS; c++) {
        score +=
            picture[pixel * SegmenterFiles.CHANNELS + c]
                * SegmenterFiles.WEIGHTS[c * SegmenterFiles.CLASSES + k];
      }
      assertThat(scores[pixel * SegmenterFiles.CLASSES + k]).isCloseTo(score, within(1e-5f));
    }
  }
}
