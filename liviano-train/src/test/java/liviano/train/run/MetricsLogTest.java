package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class MetricsLogTest {
  private static final String HEADER =
      "epoch,step,seconds,train_loss,validation_loss,score,rate,pictures_per_second\n";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("metrics.csv");
  }

  @Test
  void aRowAnEpochUnderTheNamesOfTheColumns() throws IOException {
    MetricsLog log = MetricsLog.open(file());
    log.add(
        new EpochMetrics(
            1, 192, 61.25, 2.5, OptionalDouble.of(1.25), OptionalDouble.of(0.5), 0.045, 1312.5));
    log.add(
        new EpochMetrics(
            2, 384, 60, Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), 1e-5, 50));
    assertThat(file())
        .hasContent(
            HEADER + "1,192,61.250,2.5,1.25,0.5,0.045,1312.50\n2,384,60.000,NaN,,,1.0E-5,50.00\n");
    assertThat(MetricsLog.read(file())).isEqualTo(log.rows());
  }

  @Test
  void theBestIsTheFirstOfTheHighestScore() throws IOException {
    MetricsLog log = MetricsLog.open(file());
    assertThat(log.best()).isEmpty();
    log.add(Runs.epoch(1, Double.NaN));
    assertThat(log.best()).isEmpty();
    log.add(Runs.epoch(2, 0.5));
    log.add(Runs.epoch(3, 0.7));
    log.add(Runs.epoch(4, 0.7));
    assertThat(log.best().orElseThrow().epoch()).isEqualTo(3);
  }

  @Test
  void furtherFiguresAreFurtherColumns() throws IOException {
    MetricsLog log = MetricsLog.open(file());
    log.add(Runs.epoch(1, 0.5));
    log.add(with(Runs.epoch(2, 0.6), "AP50", 0.25));
    log.add(with(Runs.epoch(3, 0.7), "AP75", 0.125));
    List<String> lines = Files.readAllLines(file());
    assertThat(lines.get(0)).endsWith(",pictures_per_second,AP50,AP75");
    assertThat(lines.get(1)).endsWith(",,");
    assertThat(lines.get(2)).endsWith(",0.25,");
    assertThat(lines.get(3)).endsWith(",,0.125");
    assertThat(MetricsLog.open(file()).rows()).isEqualTo(log.rows());
    assertThatThrownBy(() -> log.add(with(Runs.epoch(4, 0.7), "a,b", 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log.rows()).hasSize(3);
  }

  private static EpochMetrics with(EpochMetrics row, String name, double value) {
    SequencedMap<String, Double> more = new LinkedHashMap<>();
    more.put(name, value);
    return new EpochMetrics(
        row.epoch(),
        row.step(),
        row.seconds(),
        row.trainLoss(),
        row.validationLoss(),
        row.score(),
        row.rate(),
        row.picturesPerSecond(),
        more);
  }

  /** A process may be killed at any byte of a row. */
  @Test
  void aRowThatIsNotWholeIsCutOff() throws IOException {
    MetricsLog log = MetricsLog.open(file());
    log.add(Runs.epoch(1, 0.5));
    long one = Files.size(file());
    log.add(Runs.epoch(2, 0.6));
    String both = Files.readString(file());
    for (int length = (int) one; length < both.length(); length++) {
      Files.writeString(file(), both.substring(0, length));
      assertThat(MetricsLog.read(file())).containsExactly(Runs.epoch(1, 0.5));
      MetricsLog again = MetricsLog.open(file());
      again.add(Runs.epoch(2, 0.6));
      assertThat(file()).hasContent(both);
    }
  }

  @Test
  void rowsBeyondTheCheckpointGo() throws IOException {
    MetricsLog log = MetricsLog.open(file());
    for (int epoch = 1; epoch <= 3; epoch++) {
      log.add(Runs.epoch(epoch, 0.1 * epoch));
    }
    log.cutTo(5);
    assertThat(log.rows()).hasSize(3);
    log.cutTo(1);
    log.add(Runs.epoch(2, 0.9));
    assertThat(MetricsLog.read(file())).containsExactly(Runs.epoch(1, 0.1), Runs.epoch(2, 0.9));
    log.cutTo(0);
    assertThat(file()).hasContent(HEADER);
    log.add(Runs.epoch(1, 0.3));
    assertThat(MetricsLog.read(file())).containsExactly(Runs.epoch(1, 0.3));
  }

  @Test
  void aFileThatIsNoneNamesTheLine() throws IOException {
    refuses("a,b\n1,2\n", "line 1: its columns should begin with epoch,step");
    refuses(HEADER + "1,2,3\n", "line 2: 3 columns, the first line has 8");
    refuses(HEADER + "2,2,3,1,1,1,1,1\n", "line 2: epoch 2, expected 1");
    refuses(HEADER + "1,2,3,x,1,1,1,1\n", "line 2: For input string: \"x\"");
    refuses(HEADER + "1,2,-3,1,1,1,1,1\n", "line 2: epoch 1, step 2, -3.0 seconds");
  }

  private void refuses(String text, String reason) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> MetricsLog.open(file()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(file() + ": " + reason);
  }

  @Test
  void thereNeedBeNoFile() throws IOException {
    assertThat(MetricsLog.read(file())).isEmpty();
    assertThat(MetricsLog.open(file()).rows()).isEmpty();
    assertThat(file()).doesNotExist();
  }
}
