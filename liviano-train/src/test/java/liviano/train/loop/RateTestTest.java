package liviano.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.train.run.RateCurve;
import liviano.train.torch.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("libtorch")
class RateTestTest {
  @TempDir private Path folder;

  @BeforeAll
  static void sumsHaveOneOrder() {
    Torch.threads(1);
  }

  @Test
  void theRateGrowsUntilTheLossRunsAway() throws IOException {
    RateCurve curve;
    try (TinyTask task = new TinyTask()) {
      curve = RateTest.of(task, TinyTask.SETTINGS, () -> false, (_, _) -> {});
    }
    List<RateCurve.At> points = curve.points();
    assertThat(points.getFirst().rate()).isEqualTo(1e-6);
    double factor = Math.pow(1e7, 1.0 / (RateTest.STEPS - 1));
    for (int i = 1; i < points.size(); i++) {
      double step = points.get(i).rate() / points.get(i - 1).rate();
      assertThat(step).isBetween(factor - 1e-9, factor + 1e-9);
    }
    assertThat(curve.lowest().smooth()).isLessThan(0.8 * points.getFirst().loss());
    assertThat(curve.suggested()).isBetween(curve.lowest().rate() / 20, curve.lowest().rate() / 5);

    List<Path> files = curve.write(folder);
    assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(Files.readAllLines(files.getFirst())).hasSize(points.size() + 1);
  }

  @Test
  void stopsWhenItIsTold() throws IOException {
    AtomicInteger steps = new AtomicInteger();
    try (TinyTask task = new TinyTask()) {
      RateCurve curve =
          RateTest.of(
              task, TinyTask.SETTINGS, () -> steps.get() == 7, (_, taken) -> steps.set(taken));
      assertThat(curve.points()).hasSize(7);
    }
  }

  @Test
  void theSuggestionHasOneDigit() {
    RateCurve curve =
        new RateCurve(
            List.of(
                new RateCurve.At(0.01, 2, 2),
                new RateCurve.At(0.0347, 1, 1),
                new RateCurve.At(1, 3, 3)));
    assertThat(curve.suggested()).isEqualTo(0.003);
    assertThat(curve.lowest().rate()).isEqualTo(0.0347);
  }
}
