package liviano.paper.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import liviano.paper.experiments.BlockLoss;
import liviano.paper.plot.Axis;
import liviano.paper.plot.BarPlot;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.LinePlot;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.Point;
import liviano.paper.plot.Series;

/** What a ReLU6 would cut off, block by block, and what each cut costs. */
final class BottleneckFigure {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  private BottleneckFigure() {}

  /**
   * Top-1 with one block cut.
   *
   * @param trained without any cut
   * @param blocks that were cut, each alone
   * @param top1 of each of them, 0 to 1
   */
  record Accuracy(double trained, List<Integer> blocks, List<Double> top1) {}

  /** Draws both; the accuracy only where there is one. */
  static Graphic of(
      List<BlockLoss> blocks, Optional<Accuracy> accuracy, UnaryOperator<String> words) {
    List<PlotGrid.Cell> cells = new ArrayList<>();
    cells.add(
        new PlotGrid.Cell(
            "what a ReLU6 after the block would cut off",
            losses(blocks).in(words).drawing(WIDTH, HEIGHT)));
    accuracy.ifPresent(
        measured ->
            cells.add(
                new PlotGrid.Cell(
                    "accuracy with a ReLU6 after this block alone",
                    accuracies(measured).in(words).drawing(WIDTH, HEIGHT))));
    return new PlotGrid("Linear bottlenecks", cells.size(), cells).in(words).drawing();
  }

  private static BarPlot losses(List<BlockLoss> blocks) {
    return new BarPlot(
        "",
        "block",
        Axis.linear("share").from(0, 1),
        IntStream.range(0, blocks.size()).mapToObj(Integer::toString).toList(),
        List.of(
            new BarPlot.Bars(
                "negative values", blocks.stream().map(BlockLoss::negativeShare).toList()),
            new BarPlot.Bars("energy lost", blocks.stream().map(BlockLoss::lostShare).toList())));
  }

  private static LinePlot accuracies(Accuracy measured) {
    List<Integer> blocks = measured.blocks();
    return new LinePlot(
        "",
        Axis.linear("block"),
        Axis.linear("top-1").from(0, 1),
        List.of(
            Series.joined(
                "with ReLU6",
                IntStream.range(0, blocks.size())
                    .mapToObj(i -> Point.of(blocks.get(i), measured.top1().get(i)))
                    .toList()),
            Series.joined(
                Variant.TRAINED,
                blocks.stream().map(block -> Point.of(block, measured.trained())).toList())));
  }
}
