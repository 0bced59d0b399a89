package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import liviano.formats.ModelFiles;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import liviano.vision.SegmenterOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real network on real pictures, by every kind of kernel. It was trained on some of them, so
 * that its score here is no measure of the published one.
 */
@Tag("shared")
class VocSegmentationTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final int CLASSES = 21;

  private static final int SOME = 3;

  /** By the plain loops: some seconds each. */
  private static final int FEW = 1;

  @ParameterizedTest
  @MethodSource("liviano.accuracy.KernelKind#all")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void masksScoreAsTheReferencesDo(KernelKind kind) throws IOException {
    Path weights = SHARED.resolve("models/voc/webnn_deeplabv3_mnv2_float");
    Path voc = SHARED.resolve("data/voc2012-val-40");
    assumeTrue(Files.isDirectory(weights), "skipped: the real weights are not here: " + weights);
    assumeTrue(Files.isDirectory(voc), "skipped: the real pictures are not here: " + voc);
    ImageSegmenter segmenter =
        ImageSegmenter.of(
            ModelFiles.read(weights), SegmenterOptions.builder().compile(kind.options()).build());
    JsonObject expected = Json.parse(Files.readString(voc.resolve("expected.json"))).asObject();
    List<String> names = Files.readAllLines(voc.resolve("val.txt"));

    long[][] confusion =
        kind.sample(names, SOME, FEW).parallelStream()
            .map(name -> confusion(segmenter, voc, name, expected.object("pixels_per_class")))
            .reduce(new long[CLASSES][CLASSES], VocSegmentationTest::sum);

    assertThat(names).hasSize(40);
    if (kind.isFastest()) {
      assertThat(meanIou(confusion))
          .as("mIoU of the classes that are there")
          .isCloseTo(expected.number("miou_of_present_classes"), within(0.003));
      assertThat(accuracy(confusion))
          .as("pixel accuracy")
          .isCloseTo(expected.number("pixel_accuracy"), within(0.001));
    }
  }

  /** Pixels by what they are and what they are taken for. */
  private static long[][] confusion(
      ImageSegmenter segmenter, Path voc, String name, JsonObject expected) {
    Picture picture = picture(voc.resolve("JPEGImages").resolve(name + ".jpg"));
    Segmentation segmentation = segmenter.segment(picture);
    assertThat(segmentation.width()).isEqualTo(picture.width());
    assertThat(segmentation.height()).isEqualTo(picture.height());
    assertSharesAreThoseExpected(segmentation, name, expected.object(name));
    Raster truth = truth(voc.resolve("SegmentationClass").resolve(name + ".png"));
    long[][] confusion = new long[CLASSES][CLASSES];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int real = truth.getSample(x, y, 0);
        if (real < CLASSES) {
          confusion[real][segmentation.classAt(x, y)]++;
        }
      }
    }
    return confusion;
  }

  private static Picture picture(Path file) {
    try {
      return Picture.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSharesAreThoseExpected(
      Segmentation segmentation, String name, JsonObject expected) {
    double all = (double) segmentation.width() * segmentation.height();
    for (int index = 0; index < CLASSES; index++) {
      int pixels = expected.optionalInteger(String.valueOf(index)).orElse(0);
      assertThat(segmentation.share(index))
          .as("share of %s in %s", segmentation.labels().get(index), name)
          .isCloseTo(pixels / all, within(0.005));
    }
  }

  private static Raster truth(Path file) {
    try {
      return ImageIO.read(file.toFile()).getRaster();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double meanIou(long[][] confusion) {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < CLASSES; c++) {
      long real = 0;
      long taken = 0;
      for (int other = 0; other < CLASSES; other++) {
        real += confusion[c][other];
        taken += confusion[other][c];
      }
      if (real > 0) {
        sum += (double) confusion[c][c] / (real + taken - confusion[c][c]);
        present++;
      }
    }
    return sum / present;
  }

  private static double accuracy(long[][] confusion) {
    long right = 0;
    long all = 0;
    for (int c = 0; c < CLASSES; c++) {
      right += confusion[c][c];
      for (int other = 0; other < CLASSES; other++) {
        all += confusion[c][other];
      }
    }
    return (double) right / all;
  }

  private static long[][] sum(long[][] a, long[][] b) {
    long[][] sum = new long[CLASSES][CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      for (int j = 0; j < CLASSES; j++) {
        sum[i][j] = a[i][j] + b[i][j];
      }
    }
    return sum;
  }
}
