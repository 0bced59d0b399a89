package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class CurvesTest {
  @TempDir private Path folder;

  private String drawn(List<EpochMetrics> rows) throws IOException {
    RunFiles files = new RunFiles(folder);
    Curves.of(rows, "accuracy").write(files);
    assertThat(ImageIO.read(files.curvesPng().toFile()).getHeight()).isGreaterThan(500);
    return Files.readString(files.curvesSvg());
  }

  @Test
  void lossesScoreAndRateSideBySide() throws IOException {
    List<EpochMetrics> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= 40; epoch++) {
      rows.add(Runs.epoch(epoch, 0.7 - Math.abs(epoch - 30) * 0.01));
    }
    assertThat(drawn(rows))
        .contains(
            ">training<", ">validation<", ">accuracy<", ">best<", ">0.700<", ">learning rate<");
  }

  @Test
  void oneEpochIsEnough() throws IOException {
    assertThat(drawn(List.of(Runs.epoch(1, 0.25)))).contains(">0.250<");
  }

  @Test
  void whatWasNeverMeasuredHasNoPlot() throws IOException {
    EpochMetrics row =
        new EpochMetrics(1, 10, 1, 2.5, OptionalDouble.empty(), OptionalDouble.empty(), 0.1, 100);
    assertThat(drawn(List.of(row, Runs.epoch(2, Double.NaN))))
        .contains(">Loss<")
        .doesNotContain(">best<", ">accuracy<");
  }

  @Test
  void whereTrainingDivergesTheCurveEnds() throws IOException {
    EpochMetrics wild =
        new EpochMetrics(
            2,
            20,
            1,
            Double.NaN,
            OptionalDouble.of(Double.POSITIVE_INFINITY),
            OptionalDouble.of(0.1),
            0.1,
            100);
    assertThat(drawn(List.of(Runs.epoch(1, 0.25), wild))).contains(">0.250<");
    EpochMetrics nothing =
        new EpochMetrics(
            1, 10, 1, Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), Double.NaN, 1);
    assertThat(Curves.of(List.of(nothing), "accuracy").drawing()).isEmpty();
  }

  @Test
  void longRunsAreThinnedOutToTheirEnd() throws IOException {
    List<EpochMetrics> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= 20_003; epoch++) {
      rows.add(Runs.epoch(epoch, epoch / 20_003.0));
    }
    assertThat(drawn(rows)).hasSizeLessThan(300_000).contains(">1.000<");
  }
}
