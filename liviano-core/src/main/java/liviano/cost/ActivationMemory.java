package liviano.cost;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import liviano.graph.Graph;
import liviano.tensor.Shape;

/**
 * What a network's activations take, in numbers, by the paper's two ways of counting. What this
 * engine plans is counted by {@code liviano.engine.Engine.memory}.
 */
public final class ActivationMemory {

  /**
   * A tensor between two blocks.
   *
   * @param side height and width; 1 for a vector
   */
  public record Tensor(int side, int channels) {

    /** Numbers it holds. */
    public long elements() {
      return (long) side * side * channels;
    }
  }

  private ActivationMemory() {}

  /**
   * Table 3: at each resolution the tensor with the most channels that has to be materialised, that
   * is, one between two blocks. The largest resolution is first; the input is not among them.
   */
  public static List<Tensor> widest(Graph graph) {
    TreeMap<Integer, Tensor> widest = new TreeMap<>(Comparator.reverseOrder());
    for (Block block : Block.of(graph)) {
      for (Shape shape : block.outputs()) {
        Tensor tensor = new Tensor(shape.isMap() ? shape.height() : 1, shape.channels());
        widest.merge(tensor.side(), tensor, (a, b) -> a.channels() >= b.channels() ? a : b);
      }
    }
    return List.copyOf(widest.values());
  }

  /** Table 3's last line: the numbers of the largest tensor between two blocks. */
  public static long largest(Graph graph) {
    return widest(graph).stream().mapToLong(Tensor::elements).max().orElse(0);
  }

  /** Section 5.1's M(G): the most that a block reads and gives, its inside not counted. */
  public static long ofBlocks(Graph graph) {
    return Block.of(graph).stream().mapToLong(Block::elements).max().orElse(0);
  }

  /**
   * The same with the inner tensors, split into that number of groups of channels of which one is
   * in memory at a time.
   *
   * @param split t of section 5.1, at least 1
   */
  public static long ofBlocks(Graph graph, int split) {
    if (split < 1) {
      throw new IllegalArgumentException("the split must be at least 1, is " + split);
    }
    return Block.of(graph).stream().mapToLong(block -> block.elements(split)).max().orElse(0);
  }
}
