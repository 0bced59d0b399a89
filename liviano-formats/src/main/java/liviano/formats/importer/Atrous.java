package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignOp.BatchToSpace;
import liviano.formats.importer.ForeignOp.Convolution;
import liviano.formats.importer.ForeignOp.Depthwise;
import liviano.formats.importer.ForeignOp.SpaceToBatch;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.graph.Padding;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * TensorFlow once wrote a convolution whose taps are apart as three operations: positions of the
 * same remainder are put into samples of their own, filtered densely, and put back. Here the three
 * become the one convolution that they are.
 */
record Atrous(ForeignGraph graph, Map<Integer, Integer> readers) {

  /** The same network with such convolutions in one operation. */
  static ForeignGraph merged(ForeignGraph graph) {
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof SpaceToBatch)) {
      return graph;
    }
    Map<Integer, Integer> readers = new HashMap<>();
    for (ForeignNode node : graph.nodes()) {
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    graph.outputs().values().forEach(output -> readers.merge(output, 1, Integer::sum));
    return graph.withNodes(new Atrous(graph, readers).nodes());
  }

  private List<ForeignNode> nodes() {
    List<ForeignNode> nodes = new ArrayList<>(graph.nodes());
    Map<Integer, Integer> givers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      int at = i;
      nodes.get(i).outputs().forEach(output -> givers.put(output, at));
    }
    for (int back = 0; back < nodes.size(); back++) {
      if (nodes.get(back).op() instanceof BatchToSpace) {
        merge(nodes, givers, back);
      }
    }
    return nodes;
  }

  /**
   * From where samples are put back, up to where they were parted; nothing if it is no such way.
   */
  private void merge(List<ForeignNode> nodes, Map<Integer, Integer> givers, int back) {
    int at = giver(nodes, givers, back);
    while (at >= 0 && isAlong(nodes.get(at))) {
      at = giver(nodes, givers, at);
    }
    if (at < 0) {
      return;
    }
    ForeignNode filter = nodes.get(at);
    int parted = giver(nodes, givers, at);
    if (parted < 0 || !(nodes.get(parted).op() instanceof SpaceToBatch)) {
      return;
    }
    ForeignNode before = nodes.get(parted);
    Optional<ForeignOp> apart = apart(filter.op(), before, nodes.get(back));
    if (apart.isPresent()) {
      nodes.set(at, with(filter, apart.get(), filter.inputs()));
      nodes.set(parted, with(before, new ForeignOp.Same(), before.inputs().subList(0, 1)));
      ForeignNode last = nodes.get(back);
      nodes.set(back, with(last, new ForeignOp.Same(), last.inputs().subList(0, 1)));
    }
  }

  /** The node that gives what another one reads first, if no third one reads it. */
  private int giver(List<ForeignNode> nodes, Map<Integer, Integer> givers, int reader) {
    List<Integer> inputs = nodes.get(reader).inputs();
    if (inputs.isEmpty() || readers.getOrDefault(inputs.getFirst(), 0) != 1) {
      return -1;
    }
    int giver = givers.getOrDefault(inputs.getFirst(), -1);
    return giver < reader ? giver : -1;
  }

  /** What computes each number by itself, or each channel with a constant. */
  private boolean isAlong(ForeignNode node) {
    return node.op() instanceof ForeignOp.Activate
        || node.op() instanceof ForeignOp.Clamp
        || node.op() instanceof ForeignOp.Combine
            && node.inputs().size() == 2
            && graph.constants().containsKey(node.inputs().get(1));
  }

  private Optional<ForeignOp> apart(ForeignOp op, ForeignNode before, ForeignNode after) {
    return switch (op) {
      case Convolution(Steps steps) -> steps(steps, before, after).map(Convolution::new);
      case Depthwise(Steps steps) -> steps(steps, before, after).map(Depthwise::new);
      default -> Optional.empty();
    };
  }

  /** Zeros at the bottom and on the right that are cut off again are there to fill blocks. */
  private Optional<Steps> steps(Steps dense, ForeignNode before, ForeignNode after) {
    Optional<List<Integer>> block = integers(before, 1, 2);
    Optional<List<Integer>> zeros = integers(before, 2, 4);
    Optional<List<Integer>> cut = integers(after, 2, 4);
    boolean plain = dense.equals(new Steps(1, 1, 1, 1, Padding.NONE));
    if (!plain || zeros.isEmpty() || cut.isEmpty() || !block.equals(integers(after, 1, 2))) {
      return Optional.empty();
    }
    List<Integer> left = new ArrayList<>();
    for (int side = 0; side < 4; side++) {
      left.add(zeros.get().get(side) - cut.get().get(side));
    }
    if (left.stream().anyMatch(count -> count < 0) || cut.get().stream().anyMatch(c -> c < 0)) {
      return Optional.empty();
    }
    Padding padding = new Padding.Explicit(left.get(0), left.get(1), left.get(2), left.get(3));
    return block.map(b -> dense.apart(b.get(0), b.get(1), padding));
  }

  private Optional<List<Integer>> integers(ForeignNode node, int input, int count) {
    if (!node.has(input) || !graph.constants().containsKey(node.inputs().get(input))) {
      return Optional.empty();
    }
    ForeignConstant constant = graph.constants().get(node.inputs().get(input));
    MemorySegment bytes = constant.bytes().get();
    if (constant.type() != DType.I32 || bytes.byteSize() != 4L * count) {
      return Optional.empty();
    }
    List<Integer> integers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      integers.add(bytes.get(LittleEndian.INT_UNALIGNED, 4L * i));
    }
    return Optional.of(integers);
  }

  private static ForeignNode with(ForeignNode node, ForeignOp op, List<Integer> inputs) {
    return new ForeignNode(node.title(), node.name(), op, inputs, node.outputs());
  }
}
