package liviano.paper.experiments;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * Section 5.1 on one inverted residual of MobileNetV2: what has to be in memory at a time, in bytes
 * of 32-bit floats, without weights. What comes in and what goes out is counted throughout, because
 * the network around the block needs both.
 *
 * @param graph the block alone, batch norm folded: its first input and its output are the block's
 * @param in the map that comes in, s x s x k
 * @param expanded after the expansion, s x s x tk
 * @param filtered after the depthwise convolution, s' x s' x tk
 * @param out the map that goes out, s' x s' x k'
 * @param kernel rows, and columns, of the depthwise window
 */
public record BlockMemory(
    Graph graph, Shape in, Shape expanded, Shape filtered, Shape out, int kernel) {
  /** The last block of MobileNetV2. */
  public static final int LAST_BLOCK = 16;

  private static final int KERNEL = 3;

  /**
   * A block of MobileNetV2.
   *
   * @param block its number, from 1: block 0 expands nothing
   * @throws IllegalArgumentException if there is no such block, or width or resolution are out of
   *     range
   */
  public static BlockMemory of(int block, double width, int resolution) {
    if (block < 1 || block > LAST_BLOCK) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the block must be from 1 to %d, is %d (block 0 expands nothing)",
              LAST_BLOCK,
              block));
    }
    Recipe recipe =
        Recipe.of("mobilenet_v2").withWidth(width).withResolution(resolution).withNorm(Norm.FOLDED);
    String name = "blocks." + block;
    Graph graph = cut(Zoo.graph(recipe), name + ".");
    return new BlockMemory(
        graph,
        graph.inputs().getFirst().shape(),
        shape(graph, name + ".expand"),
        shape(graph, name + ".depthwise"),
        graph.outputs().firstEntry().getValue().shape(),
        KERNEL);
  }

  private static Shape shape(Graph graph, String layer) {
    return graph.find(layer).orElseThrow().shape();
  }

  /** The layers of that prefix as a graph of their own, from {@code map} to {@code map}. */
  private static Graph cut(Graph whole, String prefix) {
    List<Node> nodes =
        whole.nodes().stream().filter(node -> node.name().startsWith(prefix)).toList();
    GraphBuilder graph = Graph.builder();
    Map<Value, Value> values = new HashMap<>();
    Value outside = nodes.getFirst().input();
    values.put(outside, graph.input("map", outside.shape()));
    for (Node node : nodes) {
      values.put(
          node.output(),
          graph.add(node.name(), node.op(), node.inputs().stream().map(values::get).toList()));
    }
    return graph.output("map", values.get(nodes.getLast().output())).build();
  }

  /** {@code |s^2 k| + |s'^2 k'|}: what even a block that is computed as one operation needs. */
  public long ends() {
    return bytes(in.elements() + (long) out.elements());
  }

  /** Layer by layer: both inner maps are whole. */
  public long unfused() {
    return split(1);
  }

  /**
   * In t groups of channels, one after the other: a t-th of both inner maps.
   *
   * @param groups t, from 1 to the inner maps' channels
   */
  public long split(int groups) {
    int channels = expanded.channels();
    if (groups < 1 || groups > channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups must be from 1 to the %d inner channels, are %d",
              channels,
              groups));
    }
    long positions = (long) positions(expanded) + positions(filtered);
    return ends() + bytes(positions * Math.ceilDiv(channels, groups));
  }

  /** Row by row: as many rows of the expanded map as the window reads, and one filtered row. */
  public long rowStrips() {
    long rows = Math.min(kernel, expanded.height());
    return ends()
        + bytes(
            rows * expanded.width() * expanded.channels()
                + (long) filtered.width() * filtered.channels());
  }

  private static int positions(Shape map) {
    return map.height() * map.width();
  }

  private static long bytes(long numbers) {
    return Math.multiplyExact(numbers, (long) Float.BYTES);
  }
}
