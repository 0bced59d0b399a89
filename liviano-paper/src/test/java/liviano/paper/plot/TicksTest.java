package liviano.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Marks stand where the points are, and numbers do not touch. */
@Tag("locale")
class TicksTest {
  private static Ticks across(Axis axis, double length, double... values) {
    Scale scale = Scale.of(axis, DoubleStream.of(values).summaryStatistics(), 0, length);
    return Ticks.across(axis, scale, DoubleStream.of(values));
  }

  @Test
  void fewValuesHaveMarksOfTheirOwn() {
    Ticks ticks = across(Axis.logarithmic("channels"), 600, 16, 32, 64, 96, 128, 32);

    assertThat(ticks.marks()).containsExactly(16.0, 32.0, 64.0, 96.0, 128.0);
    assertThat(ticks.labels()).containsExactly("16", "32", "64", "96", "128");
  }

  @Test
  void everyMarkStaysWhereItsNumberWouldTouchAnother() {
    double[] years = IntStream.rangeClosed(1998, 2017).mapToDouble(year -> year).toArray();
    Ticks ticks = across(Axis.years(1998, 2017), 400, years);

    assertThat(ticks.marks()).hasSize(20);
    assertThat(ticks.labels()).startsWith("1998").endsWith("2017").contains("");
    assertThat(across(Axis.years(1998, 2017), 1600, years).labels()).doesNotContain("");
  }

  @Test
  void manyValuesHaveRoundNumbers() {
    double[] epochs = IntStream.rangeClosed(1, 40).mapToDouble(epoch -> epoch).toArray();
    assertThat(across(Axis.linear("epoch"), 600, epochs).marks())
        .containsExactly(5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0);
    assertThat(across(Axis.linear("layer"), 250, epochs).labels()).containsExactly("20", "40");
  }

  @Test
  void numbersOfManyDigitsAreRounded() {
    Ticks ticks = across(Axis.logarithmic("millions"), 600, 300.774272, 714.1885, 15470.264);

    assertThat(ticks.labels()).contains("500", "1,000", "10,000").doesNotContain("300.7743");
    assertThat(ticks.marks()).contains(400.0, 9000.0);
  }

  @Test
  void lessThanADecadeHasEvenSteps() {
    Axis axis = Axis.logarithmic("value");
    Scale scale = Scale.of(axis, DoubleStream.of(6, 9.5).summaryStatistics(), 300, 0);
    assertThat(Ticks.upwards(axis, scale).labels()).contains("6", "7", "8", "9");
  }

  @Test
  void numbersAreShort() {
    Axis axis = Axis.linear("share").from(0, 1);
    Scale scale = Scale.of(axis, DoubleStream.of(0.3).summaryStatistics(), 300, 0);
    assertThat(Ticks.upwards(axis, scale).labels())
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    Axis large = Axis.linear("B");
    Scale wide = Scale.of(large, DoubleStream.of(0, 5e9).summaryStatistics(), 300, 0);
    assertThat(Ticks.upwards(large, wide).labels()).contains("1E9", "5E9");
  }

  @Test
  void oneValueAloneStandsInTheMiddle() {
    for (Axis axis : List.of(Axis.linear("a"), Axis.logarithmic("a"))) {
      Scale scale = Scale.of(axis, DoubleStream.of(7).summaryStatistics(), 100, 200);
      assertThat(scale.place(7)).isCloseTo(150, within(1e-9));
    }
    Scale zero = Scale.of(Axis.linear("a"), DoubleStream.of(0).summaryStatistics(), 0, 10);
    assertThat(zero.place(0)).isCloseTo(5, within(1e-9));
  }
}
