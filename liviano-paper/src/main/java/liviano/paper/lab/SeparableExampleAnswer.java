package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.experiments.Matrix;
import liviano.paper.experiments.SeparableConvolution;
import liviano.paper.experiments.SeparableExample;
import liviano.paper.plot.PlotGrid.Cell;

/** A separable convolution of several channels, number by number, and its filters as a picture. */
record SeparableExampleAnswer(SeparableExample example) implements Answer {
  private static final int MOST_SHOWN = 9;

  @Override
  public JsonObject.Builder json() {
    return JsonObject.builder()
        .put("input", maps(example.input()))
        .put("depthwise", maps(example.depthwise()))
        .put("filtered", maps(example.filtered()))
        .put("pointwise", Numbers.toJson(example.pointwise()))
        .put("output", maps(example.output()))
        .put("standardMultiplyAdds", example.layer().standard())
        .put("separableMultiplyAdds", example.layer().separable());
  }

  private static JsonArray maps(List<Matrix> maps) {
    return JsonArray.of(maps.stream().map(Numbers::toJson).toList());
  }

  @Override
  public void print(Page page) {
    SeparableConvolution layer = example.layer();
    page.heading("A separable convolution of several channels, in numbers");
    page.blank();
    print(page, "channel", example.input());
    print(page, "depthwise kernel", example.depthwise());
    print(page, "filtered channel", example.filtered());
    print(
        page,
        List.of(MatrixBlock.of(page.word("pointwise weights"), example.pointwise(), MOST_SHOWN)));
    print(page, "output", example.output());
    page.line(
        String.format(
            Locale.ROOT,
            "Each output is a row of the weights times the filtered channels. One standard"
                + " convolution, its kernels these weights times the depthwise ones, gives the same"
                + " by %d multiply-adds instead of %d. Both give %dx%dx%d: input channels are"
                + " summed.",
            layer.standard(),
            layer.separable(),
            layer.height(),
            layer.width(),
            layer.out()));
  }

  private static void print(Page page, String title, List<Matrix> maps) {
    print(
        page,
        IntStream.range(0, maps.size())
            .mapToObj(
                i -> MatrixBlock.of(page.word(title + " " + (i + 1)), maps.get(i), MOST_SHOWN))
            .toList());
  }

  private static void print(Page page, List<MatrixBlock> blocks) {
    page.lines(MatrixBlock.flow(blocks, page.columns()));
    page.blank();
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    folder.write("filters", FiltersFigure.drawing(folder::word));
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(cells("channel", example.input()));
    rows.add(cells("depthwise kernel", example.depthwise()));
    rows.add(cells("filtered channel", example.filtered()));
    rows.add(cells("output", example.output()));
    folder.write("example", new DrawingRows(rows).in(folder::word).drawing());
  }

  private static List<Cell> cells(String title, List<Matrix> maps) {
    return IntStream.range(0, maps.size())
        .mapToObj(
            i ->
                new Cell(
                    title + " " + (i + 1), HeatMap.of(maps.get(i), HeatMap.Scale.SIGNED).drawing()))
        .toList();
  }
}
