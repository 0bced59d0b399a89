package liviano.formats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Compares a network from a file with one of the zoo, from the outputs back to the input: the same
 * operations with the same settings on the same shapes, joined in the same way. Names do not count,
 * nor does reshaping, which moves no number; paddings count by their positions, a 1x1 convolution
 * of one position is the dense layer that it is, and a number for each channel of a map a 1x1
 * filter.
 *
 * @param layers of each layer of ours that was found the layer of theirs, by their names
 * @param difference where the first difference is, and what; empty where they are the same
 */
public record Recognition(SequencedMap<String, String> layers, Optional<String> difference) {

  /** A value of our network, and the value of theirs that corresponds to it. */
  private record Pair(Value ours, Value theirs) {}

  /**
   * The producer of each value of a graph, and the length of the longest path of operations to it.
   */
  private record Givers(Map<Integer, Node> nodes, Map<Integer, Integer> depths) {
    static Givers of(Graph graph) {
      Givers givers = new Givers(new HashMap<>(), new HashMap<>());
      graph.inputs().forEach(input -> givers.depths.put(input.id(), 0));
      for (Node node : graph.nodes()) {
        int before =
            node.inputs().stream().mapToInt(in -> givers.depths.get(in.id())).max().orElse(0);
        for (Value output : node.outputs()) {
          givers.nodes.put(output.id(), node);
          givers.depths.put(output.id(), isReshape(node) ? before : before + 1);
        }
      }
      return givers;
    }

    /** The value before all reshaping. */
    Value moved(Value value) {
      Value at = value;
      for (Node node = nodes.get(at.id()); node != null && isReshape(node); ) {
        at = node.input();
        node = nodes.get(at.id());
      }
      return at;
    }

    /** What a node reads; summands in the order of their depth, since their order says nothing. */
    List<Value> inputs(Node node) {
      if (!(node.onReals().op() instanceof Op.Add)) {
        return node.inputs();
      }
      return node.inputs().stream()
          .sorted(Comparator.comparing((Value in) -> depths.get(in.id())))
          .toList();
    }

    private static boolean isReshape(Node node) {
      return node.onReals().op() instanceof Op.Reshape
          && node.input().type().quantization().equals(node.output().type().quantization());
    }
  }

  /** Compares two networks; their outputs in their order. */
  public static Recognition of(Graph ours, Graph theirs) {
    Givers ourGivers = Givers.of(ours);
    Givers theirGivers = Givers.of(theirs);
    SequencedMap<String, String> layers = new LinkedHashMap<>();
    Map<Integer, Integer> paired = new HashMap<>();
    Deque<Pair> ahead = new ArrayDeque<>();
    List<Value> theirOutputs = List.copyOf(theirs.outputs().values());
    for (Value output : ours.outputs().values()) {
      ahead.add(new Pair(output, theirOutputs.get(ahead.size())));
    }
    while (!ahead.isEmpty()) {
      Pair next = ahead.pop();
      Pair pair = new Pair(ourGivers.moved(next.ours()), theirGivers.moved(next.theirs()));
      Integer before = paired.putIfAbsent(pair.ours().id(), pair.theirs().id());
      if (before != null && before == pair.theirs().id()) {
        continue;
      }
      Optional<Node> our = Optional.ofNullable(ourGivers.nodes().get(pair.ours().id()));
      Optional<Node> their = Optional.ofNullable(theirGivers.nodes().get(pair.theirs().id()));
      if (before != null || !alike(our, their, pair)) {
        return new Recognition(layers, Optional.of(difference(pair, our, their)));
      }
      if (our.isEmpty() || their.isEmpty()) {
        continue;
      }
      layers.put(our.get().name(), their.get().name());
      List<Value> ourInputs = ourGivers.inputs(our.get());
      List<Value> theirInputs = theirGivers.inputs(their.get());
      for (int i = ourInputs.size() - 1; i >= 0; i--) {
        ahead.push(new Pair(ourInputs.get(i), theirInputs.get(i)));
      }
    }
    return new Recognition(layers, Optional.empty());
  }

  /**
   * Their weights under the names that they have in our network, whose layers were all found. The
   * numbers are in the same order; extents of 1 may be others.
   *
   * @throws liviano.MalformedModelException if one is missing
   * @throws IllegalArgumentException if one has another number of numbers
   */
  public Weights renamed(Graph ours, Weights theirs) {
    List<Tensor> tensors = new ArrayList<>();
    for (Node node : ours.nodes()) {
      for (ParamSpec spec : node.params()) {
        Tensor tensor = theirs.get(layers.get(node.name()) + "." + spec.role().suffix());
        tensors.add(new Tensor(spec.name(), tensor.type(), spec.shape().extents(), tensor.data()));
      }
    }
    return Weights.of(tensors);
  }

  private static boolean alike(Optional<Node> our, Optional<Node> their, Pair pair) {
    if (our.isEmpty() || their.isEmpty()) {
      return our.isEmpty() && their.isEmpty() && alike(pair.ours().shape(), pair.theirs().shape());
    }
    return settings(our.get()).equals(settings(their.get()))
        && our.get().inputs().size() == their.get().inputs().size()
        && our.get().outputs().indexOf(pair.ours()) == their.get().outputs().indexOf(pair.theirs())
        && (isOfAnyShape(our.get())
            ? pair.ours().shape().elements() == pair.theirs().shape().elements()
            : alike(pair.ours().shape(), pair.theirs().shape()));
  }

  /** Whether it may as well stand before a reshape that is after it. */
  private static boolean isOfAnyShape(Node node) {
    return switch (node.op()) {
      case Op.Dequantize _ ->
          node.input().type().quantization().filter(Quantization::isPerChannel).isEmpty();
      case Op.Quantize to -> !to.quantization().isPerChannel();
      default -> false;
    };
  }

  /** But for extents of 1: a vector is a map of one position. */
  private static boolean alike(Shape ours, Shape theirs) {
    return extents(ours).equals(extents(theirs));
  }

  private static List<Integer> extents(Shape shape) {
    return shape.dims().stream().filter(extent -> extent != 1).toList();
  }

  /** An operation so that those that compute the same are equal: paddings by their positions. */
  private static Op settings(Node node) {
    if (node.inputs().isEmpty()) {
      return node.op();
    }
    Shape in = node.input().shape();
    return switch (node.op()) {
      case Op.Quantized(_, var format, var how, var weights, var rescaling) ->
          new Op.Quantized(settings(node.onReals()), format, how, weights, rescaling);
      case Op.Conv2d(int out, Window w, int groups, boolean bias) ->
          in.height() * in.width() == 1 && groups == 1 && w.kernelH() * w.kernelW() == 1
              ? new Op.Dense(out, bias)
              : new Op.Conv2d(out, written(w, in), groups, bias);
      case Op.DepthwiseConv2d(Window w, int multiplier, boolean bias) ->
          new Op.DepthwiseConv2d(written(w, in), multiplier, bias);
      // A filter of one position, which is what formats without this operation have.
      case Op.Scale(boolean bias) when in.isMap() ->
          new Op.DepthwiseConv2d(written(Window.square(1, 1, Padding.NONE), in), 1, bias);
      case Op.Concat concat -> new Op.Concat(concat.axis(in.rank()));
      case Op.Clip(float least, float most) when least == 0 && most == 6 -> new Op.Relu6();
      case Op.Clip(float least, float most) when least == 0 && most == Float.POSITIVE_INFINITY ->
          new Op.Relu();
      case Op.MaxPool(Window w) -> new Op.MaxPool(written(w, in));
      case Op.AveragePool(Window w, boolean counts) -> new Op.AveragePool(written(w, in), counts);
      default -> node.op();
    };
  }

  private static Window written(Window window, Shape map) {
    Pads pads = Pads.of(window, map);
    return new Window(
        window.kernelH(),
        window.kernelW(),
        window.strideH(),
        window.strideW(),
        window.dilationH(),
        window.dilationW(),
        new Padding.Explicit(pads.top(), pads.bottom(), pads.left(), pads.right()));
  }

  private static String difference(Pair pair, Optional<Node> our, Optional<Node> their) {
    return String.format(
        Locale.ROOT,
        "layer %s is %s, in its place is '%s', %s",
        pair.ours().name(),
        describe(our, pair.ours()),
        pair.theirs().name(),
        describe(their, pair.theirs()));
  }

  private static String describe(Optional<Node> node, Value value) {
    String what = node.map(n -> n.op().getClass().getSimpleName()).orElse("the input");
    return what + " of " + value.shape();
  }
}
