package liviano.paper.lab;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.json.JsonObject;
import liviano.paper.experiments.ConvolutionExample;
import liviano.paper.experiments.Matrix;
import liviano.paper.lab.HeatMap.Scale;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PlotGrid.Cell;

/**
 * A worked convolution.
 *
 * @param subject what was looked at
 * @param picture whether that was a picture, whose numbers are brightness
 * @param kernel what the kernel is called
 */
record ConvolutionAnswer(ConvolutionExample example, String subject, boolean picture, String kernel)
    implements Answer {
  private static final int MOST_SHOWN = 9;

  /** Rows, and columns, of an input whose numbers are shown and written. */
  private static final int MOST_ROWS = 64;

  @Override
  public JsonObject.Builder json() {
    JsonObject.Builder json = JsonObject.builder();
    if (isLarge()) {
      example.stages().forEach((name, matrix) -> json.put(name, summary(matrix)));
    } else {
      example.stages().forEach((name, matrix) -> json.put(name, Numbers.toJson(matrix)));
    }
    return json;
  }

  private static JsonObject summary(Matrix matrix) {
    return JsonObject.builder()
        .put("rows", matrix.rows())
        .put("columns", matrix.columns())
        .put("min", matrix.min())
        .put("mean", matrix.mean())
        .put("max", matrix.max())
        .build();
  }

  @Override
  public void print(Page page) {
    page.heading("Convolution of " + Text.oneLine(subject));
    page.blank();
    if (isLarge()) {
      printWhole(page);
      int side = Math.max(MOST_SHOWN, Math.max(kernelRows(), example.kernel().columns()) + 1);
      ConvolutionExample.Strongest part = example.strongest(side);
      page.blank();
      page.line(
          String.format(
              Locale.ROOT,
              "Where the convolution is strongest, which --crop %d,%d,%d,%d shows alone:",
              part.where().x(),
              part.where().y(),
              part.where().width(),
              part.where().height()));
      page.blank();
      printNumbers(page, part.example());
    } else {
      printNumbers(page, example);
    }
    page.line(
        String.format(
            Locale.ROOT,
            "Each number of the convolution sums %d products; ReLU keeps %s of them.",
            example.kernel().rows() * example.kernel().columns(),
            Numbers.percent(example.positiveShare())));
  }

  /** A photograph's numbers are for no one to read. */
  private boolean isLarge() {
    return example.input().rows() > MOST_ROWS || example.input().columns() > MOST_ROWS;
  }

  private int kernelRows() {
    return example.kernel().rows();
  }

  private void printWhole(Page page) {
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("stage", "size", "least", "mean", "most");
    example
        .stages()
        .forEach(
            (name, matrix) ->
                table.row(
                    name,
                    matrix.rows() + "x" + matrix.columns(),
                    String.format(Locale.ROOT, "%.2f", matrix.min()),
                    String.format(Locale.ROOT, "%.2f", matrix.mean()),
                    String.format(Locale.ROOT, "%.2f", matrix.max())));
    page.table("", table);
  }

  private void printNumbers(Page page, ConvolutionExample example) {
    List<List<MatrixBlock>> steps =
        List.of(
            List.of(
                block(page, "input", example.input()),
                block(page, "kernel " + kernel, example.kernel()),
                block(page, "convolution", example.convolution())),
            List.of(
                block(page, "ReLU", example.relu()),
                block(page, "max pooling", example.maxPool()),
                block(page, "average pooling", example.averagePool()),
                block(page, "stride 2", example.stride2())));
    for (List<MatrixBlock> step : steps) {
      page.lines(MatrixBlock.flow(step, page.columns()));
      page.blank();
    }
  }

  private static MatrixBlock block(Page page, String title, Matrix matrix) {
    return MatrixBlock.of(page.word(title), matrix, MOST_SHOWN);
  }

  @Override
  public void draw(PictureFolder folder) throws IOException {
    Graphic input =
        picture
            ? HeatMap.of(example.input(), Scale.BRIGHTNESS, 1).drawing()
            : signed(example.input());
    Graphic kernelDrawing = signed(example.kernel());
    Graphic convolution = map(example.convolution());
    Graphic relu = map(example.relu());
    Graphic maxPool = map(example.maxPool());
    Graphic averagePool = map(example.averagePool());
    Graphic stride2 = map(example.stride2());
    folder.write("input", input);
    folder.write("kernel", kernelDrawing);
    folder.write("convolution", convolution);
    folder.write("relu", relu);
    folder.write("max-pooling", maxPool);
    folder.write("average-pooling", averagePool);
    folder.write("stride-2", stride2);
    DrawingRows all =
        new DrawingRows(
            List.of(
                List.of(
                    new Cell("input", input),
                    new Cell("kernel " + kernel, kernelDrawing),
                    new Cell("convolution", convolution)),
                List.of(
                    new Cell("ReLU", relu),
                    new Cell("max pooling 2x2", maxPool),
                    new Cell("average pooling 2x2", averagePool),
                    new Cell("stride 2, then ReLU", stride2))));
    folder.write("overview", all.in(folder::word).drawing());
  }

  private static Graphic signed(Matrix matrix) {
    return HeatMap.of(matrix, Scale.SIGNED).drawing();
  }

  /** All maps after the convolution in its colours. */
  private Graphic map(Matrix matrix) {
    return HeatMap.of(matrix, Scale.SIGNED, HeatMap.deepest(example.convolution())).drawing();
  }
}
