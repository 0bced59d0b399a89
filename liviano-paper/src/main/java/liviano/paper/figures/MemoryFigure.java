package liviano.paper.figures;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liviano.cost.ActivationMemory;
import liviano.cost.ActivationMemory.Tensor;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.paper.plot.Axis;
import liviano.paper.plot.BarPlot;
import liviano.paper.plot.BarPlot.Bars;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PlotGrid;
import liviano.paper.plot.PlotGrid.Cell;
import liviano.paper.published.MemoryTable;
import liviano.paper.published.ZooNetwork;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * The paper's table 3 as bars: the largest tensor between two blocks at each resolution, as printed
 * and as counted, and the most of all by four ways of counting.
 */
public final class MemoryFigure {
  private static final double BYTES_16 = 2;
  private static final double KILO = 1000;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;

  private MemoryFigure() {}

  /** A network of table 3, and its column there. */
  private record Network(
      String name,
      ZooNetwork setup,
      Function<MemoryTable.Line, MemoryTable.Cell> column,
      int most) {

    Graph graph() {
      return Zoo.graph(setup.recipe());
    }
  }

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "MobileNetV1",
              ZooNetwork.of("mobilenet_v1"),
              MemoryTable.Line::mobileNetV1,
              MemoryTable.MOST_MOBILENET_V1),
          new Network(
              "MobileNetV2",
              ZooNetwork.of("mobilenet_v2"),
              MemoryTable.Line::mobileNetV2,
              MemoryTable.MOST_MOBILENET_V2),
          new Network(
              "ShuffleNet (x2)",
              ZooNetwork.of("shufflenet_v1", (Recipe recipe) -> recipe.withWidth(2)),
              MemoryTable.Line::shuffleNet,
              MemoryTable.MOST_SHUFFLENET));

  /**
   * The figure.
   *
   * @param words of the reader's language for English ones
   * @param options how the engine plans
   * @throws IllegalArgumentException if the zoo lacks one of the networks
   */
  public static Graphic drawing(CompileOptions options, UnaryOperator<String> words) {
    List<String> names = NETWORKS.stream().map(Network::name).toList();
    return new PlotGrid(
            "",
            2,
            List.of(
                new Cell(
                    "(a) Table 3 as printed, 16 bits", resolutions(words, MemoryFigure::printed)),
                new Cell(
                    "(b) Table 3 as counted, 16 bits", resolutions(words, MemoryFigure::counted)),
                new Cell(
                    "(c) The most, 16 bits",
                    bars(
                        words,
                        names,
                        "",
                        List.of(
                            new Bars("printed", each(network -> (double) network.most())),
                            new Bars("counted", each(MemoryFigure::largest)),
                            new Bars(
                                "M(G), in and out of a block", each(MemoryFigure::ofBlocks))))),
                new Cell(
                    "(d) Planned by this engine for one inference, 32 bits",
                    bars(
                        words,
                        names,
                        "",
                        List.of(
                            new Bars(
                                "strips of rows, as it runs",
                                each(network -> planned(network, options))),
                            new Bars(
                                "layer by layer",
                                each(
                                    network ->
                                        planned(
                                            network,
                                            options.toBuilder().fusesBlocks(false).build()))))))))
        .in(words)
        .drawing();
  }

  private static List<Double> each(Function<Network, Double> kilobytes) {
    return NETWORKS.stream().map(kilobytes).toList();
  }

  private static Graphic resolutions(
      UnaryOperator<String> words, Function<Network, List<Double>> kilobytes) {
    return bars(
        words,
        MemoryTable.LINES.stream().map(line -> String.valueOf(line.side())).toList(),
        "height and width of the map",
        NETWORKS.stream()
            .map(network -> new Bars(network.name(), kilobytes.apply(network)))
            .toList());
  }

  private static Graphic bars(
      UnaryOperator<String> words, List<String> categories, String title, List<Bars> bars) {
    return new BarPlot("", title, Axis.linear("kB"), categories, bars)
        .in(words)
        .drawing(WIDTH, HEIGHT);
  }

  private static List<Double> printed(Network network) {
    return lines().map(line -> (double) network.column().apply(line).kilobytes()).toList();
  }

  /** Nothing of a resolution that only the inside of a block has. */
  private static List<Double> counted(Network network) {
    List<Tensor> widest = ActivationMemory.widest(network.graph());
    return lines()
        .map(
            line ->
                widest.stream()
                        .filter(tensor -> tensor.side() == line.side())
                        .mapToLong(Tensor::elements)
                        .sum()
                    * BYTES_16
                    / KILO)
        .toList();
  }

  private static Stream<MemoryTable.Line> lines() {
    return MemoryTable.LINES.stream();
  }

  private static double largest(Network network) {
    return ActivationMemory.largest(network.graph()) * BYTES_16 / KILO;
  }

  private static double ofBlocks(Network network) {
    return ActivationMemory.ofBlocks(network.graph()) * BYTES_16 / KILO;
  }

  private static double planned(Network network, CompileOptions options) {
    // Folding changes no tensor between the layers, and spares copies of the weights.
    Graph folded = Zoo.graph(network.setup().recipe().withNorm(Norm.FOLDED));
    return Engine.memory(folded, options).bytes() / KILO;
  }
}
