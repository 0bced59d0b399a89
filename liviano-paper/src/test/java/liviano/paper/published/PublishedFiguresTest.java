package liviano.paper.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import liviano.zoo.MobileNetV2;
import liviano.zoo.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class PublishedFiguresTest {

  @ParameterizedTest
  @CsvSource({
    "4.2M, 4200000",
    "14.25B, 14250000000",
    "60K, 60000",
    "113, 113",
    "4870.6B, 4.8706e12"
  })
  void aFigureKeepsHowItWasPrinted(String text, double value) {
    Figure figure = Figure.of(text);

    assertThat(figure).hasToString(text);
    assertThat(figure.value()).isEqualTo(value);
  }

  @Test
  void whatIsNoFigureIsRefused() {
    assertThatThrownBy(() -> Figure.of("many")).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void checkpointsComeAsTheyWerePublished() {
    assertThat(Checkpoints.MOBILENET_V2).hasSize(22).doesNotHaveDuplicates();
    assertThat(Checkpoints.MOBILENET_V1).hasSize(16).doesNotHaveDuplicates();
    Checkpoint small = Checkpoints.MOBILENET_V2.getLast();
    assertThat(small.setup().recipe())
        .isEqualTo(Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(96));
    assertThat(small.published().multiplyAdds()).hasValue(Figure.of("11M"));
    assertThat(small.published().milliseconds()).hasValue(Figure.of("4.5"));
    assertThat(Checkpoints.MOBILENET_V1.getLast().published().milliseconds()).isEmpty();
  }

  @Test
  void table2IsTheZoosTable() {
    assertThat(ArchitectureTable.LINES).hasSize(MobileNetV2.TABLE_2.size() + 4);
    assertThat(ArchitectureTable.LINES.get(6))
        .isEqualTo(new ArchitectureTable.Line("14x14x96", "bottleneck", "6", "160", "3", "2"));
  }

  @Test
  void multiScaleLooksAtSixSizesAndTheirMirrorImages() {
    assertThat(Passes.MULTI_SCALE_AND_FLIP.sides(513))
        .containsExactly(257, 385, 513, 641, 769, 897);
    assertThat(Passes.MULTI_SCALE_AND_FLIP.times()).isEqualTo(2);
    assertThat(Passes.ONE.sides(513)).containsExactly(513);
    assertThat(Passes.ONE.times()).isEqualTo(1);
  }

  @Test
  void table3SaysItsOwnMaximaButForShuffleNet() {
    List<MemoryTable.Line> lines = MemoryTable.LINES;
    assertThat(most(lines, line -> line.mobileNetV1().kilobytes()))
        .isEqualTo(MemoryTable.MOST_MOBILENET_V1);
    assertThat(most(lines, line -> line.mobileNetV2().kilobytes()))
        .isEqualTo(MemoryTable.MOST_MOBILENET_V2);
    // As printed: 600K is the line of 28x28, and 800 stands above it.
    assertThat(most(lines, line -> line.shuffleNet().kilobytes())).isEqualTo(800);
    assertThat(MemoryTable.MOST_SHUFFLENET).isEqualTo(600);
  }

  private static int most(
      List<MemoryTable.Line> lines, java.util.function.ToIntFunction<MemoryTable.Line> cell) {
    return IntStream.range(0, lines.size())
        .map(i -> cell.applyAsInt(lines.get(i)))
        .max()
        .orElseThrow();
  }
}
