package liviano.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class PlotTest {
  private static final Axis X = Axis.logarithmic("multiply-adds (millions)");
  private static final Axis Y = Axis.linear("top-1 (%)");
  private static final Series ONE =
      Series.joined("one & <two>", List.of(new Point(10, 40, "a"), new Point(300, 71.8, "b")));
  private static final Series OTHER = Series.scattered("other", List.of(new Point(20, 50, "c")));
  private static final ScatterPlot SCATTER = new ScatterPlot("Title", X, Y, List.of(ONE, OTHER));

  @TempDir Path folder;

  @Test
  void svgHoldsItsWordsAsText() throws Exception {
    Path file = write(SCATTER.drawing(), "plot.svg");

    assertThat(Pictures.words(file))
        .contains("Title", "multiply-adds (millions)", "top-1 (%)", "one & <two>", "other")
        .contains("a", "b", "c");
    assertThat(Pictures.parse(file).getDocumentElement().getAttribute("viewBox"))
        .isEqualTo("0 0 640 440");
    assertThat(Files.readString(file)).contains("sans-serif");
  }

  @Test
  void pngHasTwoPixelsAPoint() throws Exception {
    BufferedImage image = Pictures.png(write(SCATTER.drawing(300, 200), "plot.png"));

    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(400);
  }

  @Test
  void samePlotGivesTheSameBytes() throws Exception {
    for (String ending : List.of(".png", ".svg")) {
      assertThat(write(SCATTER.drawing(), "a" + ending))
          .hasSameBinaryContentAs(write(SCATTER.drawing(), "b" + ending));
    }
  }

  @Test
  void oneSeriesNeedsNoLegend() throws Exception {
    Graphic drawing = new ScatterPlot("", X, Y, List.of(OTHER)).drawing();
    assertThat(Pictures.words(write(drawing, "plot.svg"))).doesNotContain("other");
  }

  @Test
  void seriesOfOneNameShareALineOfTheLegend() throws Exception {
    Graphic drawing = new ScatterPlot("", X, Y, List.of(OTHER, ONE, OTHER)).drawing();
    assertThat(Pictures.words(write(drawing, "plot.svg"))).containsOnlyOnce("other");
  }

  @Test
  void longLegendsBreakIntoLines() throws Exception {
    List<Series> many =
        IntStream.range(0, 12)
            .mapToObj(i -> Series.scattered("a series of number " + i, List.of(Point.of(1, i + 1))))
            .toList();
    Graphic drawing = new LinePlot("", Y, X, many).drawing(400, 400);
    assertThat(Pictures.words(write(drawing, "plot.svg")))
        .contains("a series of number 0", "a series of number 11");
  }

  @Test
  void labelsThatFindNoPlaceAreLeftOut() throws Exception {
    List<Point> crowd =
        IntStream.range(0, 200).mapToObj(i -> new Point(1 + i * 0.001, 1, "label " + i)).toList();
    Graphic drawing =
        new ScatterPlot("", Y.from(0, 10), Y, List.of(Series.scattered("crowd", crowd))).drawing();
    assertThat(Pictures.words(write(drawing, "plot.svg")))
        .filteredOn(word -> word.startsWith("label"))
        .hasSizeLessThan(20);
  }

  @Test
  void gridShowsItsCellsWithTheirCaptions() throws Exception {
    BarPlot bars =
        new BarPlot(
            "Bars",
            "resolution",
            Axis.linear("kB"),
            List.of("112", "56"),
            List.of(
                new BarPlot.Bars("V1", List.of(1600.0, 800.0)),
                new BarPlot.Bars("V2", List.of(400.0, 200.0))));
    PlotGrid grid =
        new PlotGrid(
            "Both",
            2,
            List.of(
                new PlotGrid.Cell("(a) points", SCATTER.drawing()),
                new PlotGrid.Cell("(b) bars", bars.drawing())));
    assertThat(Pictures.words(write(grid.drawing(), "grid.svg")))
        .contains("Both", "(a) points", "(b) bars", "Title", "Bars", "V1", "V2", "kB");
    Pictures.png(write(grid.drawing(), "grid.png"));
  }

  @Test
  void whatHasNoPlaceIsRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScatterPlot("", X, Y, List.of()))
        .withMessage("a plot needs a series");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plotOf(Point.of(0, 1)))
        .withMessageContaining("multiply-adds (millions)", "logarithmic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plotOf(Point.of(1, Double.NaN)))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> Series.joined("none", List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Y.from(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Graphic(1, 9000, g -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> new Graphic(8000, 8000, g -> {}));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new BarPlot(
                    "", "", Y, List.of("a"), List.of(new BarPlot.Bars("b", List.of(1.0, 2.0)))));
  }

  private static ScatterPlot plotOf(Point point) {
    return new ScatterPlot("", X, Y, List.of(Series.scattered("s", List.of(point))));
  }

  private Path write(Graphic drawing, String name) throws IOException {
    Path file = folder.resolve(name);
    PictureFile.at(file).write(drawing);
    return file;
  }
}
