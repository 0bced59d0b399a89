package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class EpochLineTest {
  private final EpochLine line = new EpochLine(50, "accuracy");

  private static EpochMetrics row(double loss, double rate, double speed) {
    return new EpochMetrics(
        12, 120, 90, loss, OptionalDouble.of(1.5), OptionalDouble.of(0.8125), rate, speed);
  }

  @Test
  void figuresStandUnderTheirHeading() {
    assertThat(line.heading())
        .isEqualTo("    epoch       loss  validation      accuracy      rate  pict./s  time left");
    assertThat(line.of(row(1.25, 0.045, 312.4), Duration.ofSeconds(3723), true))
        .isEqualTo(
            "    12/50     1.2500      1.5000        0.8125    0.0450      312    1:02:03 *");
  }

  @Test
  void whatWasNotMeasuredIsADash() {
    EpochMetrics row =
        new EpochMetrics(
            1, 10, 1, Double.NaN, OptionalDouble.empty(), OptionalDouble.empty(), 0, 9.96);
    assertThat(line.of(row, Duration.ZERO, false))
        .isEqualTo("     1/50        NaN           -             -         0     10.0       0:00");
  }

  @Test
  void theLongestFiguresFit() {
    EpochLine longest = new EpochLine(1000, "mean intersection over union");
    assertThat(longest.heading()).hasSizeLessThanOrEqualTo(79).contains("mean inte...");
    EpochMetrics row =
        new EpochMetrics(
            1000,
            10,
            1,
            -1234567.8,
            OptionalDouble.of(Double.NEGATIVE_INFINITY),
            OptionalDouble.of(-9998.99996),
            1.25e-100,
            1234567);
    assertThat(longest.of(row, Duration.ofDays(99).plusHours(23), true))
        .hasSizeLessThanOrEqualTo(79);
  }

  @Test
  void ratesHaveTheDigitsThatCount() {
    assertThat(EpochLine.rate(0.045)).isEqualTo("0.0450");
    assertThat(EpochLine.rate(0.0441)).isEqualTo("0.0441");
    assertThat(EpochLine.rate(0.00125)).isEqualTo("0.00125");
    assertThat(EpochLine.rate(3.2e-6)).isEqualTo("3.2e-06");
    assertThat(EpochLine.rate(1)).isEqualTo("1.00");
    assertThat(EpochLine.rate(100)).isEqualTo("100");
    assertThat(EpochLine.rate(0)).isEqualTo("0");
  }

  @Test
  void theTimeLeftIsThatOfTheEpochsToCome() {
    assertThat(line.left(row(1, 1, 1), Optional.empty())).isEqualTo(Duration.ofSeconds(38 * 90));
    assertThat(line.left(row(1, 1, 1), Optional.of(Duration.ofMinutes(5))))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(line.left(row(1, 1, 1), Optional.of(Duration.ofDays(5))))
        .isEqualTo(Duration.ofSeconds(38 * 90));
    assertThat(new EpochLine(12, "accuracy").left(row(1, 1, 1), Optional.empty()))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void timesAsClocksShowThem() {
    assertThat(EpochLine.duration(Duration.ofSeconds(42))).isEqualTo("0:42");
    assertThat(EpochLine.duration(Duration.ofSeconds(3599))).isEqualTo("59:59");
    assertThat(EpochLine.duration(Duration.ofSeconds(12000))).isEqualTo("3:20:00");
    assertThat(EpochLine.duration(Duration.ofHours(51))).isEqualTo("2 d 3 h");
  }
}
