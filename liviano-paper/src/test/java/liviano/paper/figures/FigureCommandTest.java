package liviano.paper.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.paper.plot.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FigureCommandTest {
  @TempDir Path folder;

  @Test
  void accuracyNamesTheNetworksAndWidths() throws Exception {
    assertThat(Pictures.words(draw("mac-accuracy", "figure.svg")))
        .contains("MobileNetV2", "MobileNetV1", "ShuffleNet", "NASNet-A")
        .contains("0.35", "0.5", "0.75", "1.0", "1.3", "1.4", "0.25", "x2")
        .contains("multiply-adds (millions), published");
  }

  @Test
  void blocksShowTheirEvolutionAndTheirRivals() throws Exception {
    List<String> words = Pictures.words(draw("blocks", "figure.svg"));
    assertThat(words)
        .contains("(a) regular convolution", "(d) bottleneck with expansion layer", "tk", "linear")
        .contains("(f) inverted residual: narrow, wide, narrow", "(g) MobileNetV1")
        .contains("(i) MobileNetV2, stride 2", "(k) ShuffleNet, stride 2", "channel shuffle");
  }

  @Test
  void memoryShowsPrintedCountedAndPlanned() throws Exception {
    assertThat(Pictures.words(draw("memory", "figure.svg")))
        .contains(
            "MobileNetV1",
            "ShuffleNet (x2)",
            "printed",
            "counted",
            "kB",
            "height and width of the map",
            "strips of rows, as it runs",
            "layer by layer");
  }

  @Test
  void historyShowsEveryNetworkThatHasTheNumbers() throws Exception {
    List<String> words = Pictures.words(draw("history", "figure.svg"));
    assertThat(words)
        .contains("larger and deeper", "for phones", "accuracy and cost", "depth by year")
        .contains("LeNet-5", "AlexNet", "ResNet-152", "MobileNetV2")
        .contains("multiply-adds (millions)", "layers with weights", "year");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac-accuracy", "blocks", "history"})
  void pngIsAPicture(String figure) throws Exception {
    assertThat(Pictures.png(draw(figure, "figure.png")).getWidth()).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac-accuracy", "blocks", "history"})
  void sameFigureGivesTheSameBytes(String figure) throws Exception {
    assertThat(draw(figure, "a.svg")).hasSameBinaryContentAs(draw(figure, "b.svg"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          figure                                | say which figure: mac-accuracy (5), blocks (2, 3, 4), history, memory
          figure table --out a.png              | unknown figure 'table'; known are mac-accuracy (5), blocks (2, 3, 4), history, memory
          figure 8 --out a.png                  | unknown figure '8'; known are mac-accuracy (5), blocks (2, 3, 4), history, memory
          figure 7 --out a.png                  | figure 7 is an experiment: lab activations
          figure list --out a.png               | figure list takes no options
          figure blocks                         | say where to: --out FILE.png or FILE.svg
          figure blocks --out a.pdf             | a.pdf: a picture's name must end in .png or .svg
          figure blocks --out a.png --measure   | --measure belongs to mac-accuracy: blocks has no times
          """)
  void misuseIsOneLine(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualTo("liviano: " + message + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource({"2,blocks", "3,blocks", "4,blocks", "5,mac-accuracy"})
  void thePapersNumbersNameThemToo(String number, String figure) throws Exception {
    assertThat(draw(number, "a.svg")).hasSameBinaryContentAs(draw(figure, "b.svg"));
  }

  @Test
  void allAreListedWithTheirNumbers() {
    Cli.Outcome outcome = Cli.piped().run("figure", "list");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(7)
        .contains(
            "mac-accuracy 5 accuracy over multiply-adds: family and rivals",
            "lab ablation 6 an experiment");
  }

  @Test
  void missingFolderIsOneLine() {
    Path file = folder.resolve("none").resolve("a.svg");
    Cli.Outcome outcome = Cli.piped().run("figure", "blocks", "--out", file.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: " + file + ": there is no such folder to write to" + System.lineSeparator());
  }

  private Path draw(String figure, String name) {
    Path file = folder.resolve(name);
    Cli.Outcome outcome = Cli.piped().run("figure", figure, "--out", file.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(Files.exists(file)).isTrue();
    return file;
  }
}
