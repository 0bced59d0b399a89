package liviano.formats.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.formats.Pads;
import liviano.formats.tensorflow.PbFile.Node;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Writes a classifier of the zoo as TensorFlow's authors froze theirs. */
public final class SlimGraph {
  private static final int SHAPE_OF_PROBABILITIES = -1;

  private final PbFile file = new PbFile();
  private final Map<String, String> names = new HashMap<>();
  private final Weights weights;

  private SlimGraph(Weights weights) {
    this.weights = weights;
  }

  /** The frozen graph in a file. */
  public static Path write(Graph graph, Weights weights, Path file) throws IOException {
    return of(graph, weights).write(file);
  }

  static PbFile of(Graph graph, Weights weights) {
    SlimGraph slim = new SlimGraph(weights);
    Shape image = graph.inputs().getFirst().shape();
    slim.file.input("input", -1, image.height(), image.width(), image.channels());
    slim.names.put(graph.inputs().getFirst().name(), "input");
    graph.nodes().forEach(slim::node);
    return slim.file;
  }

  private void node(liviano.graph.Node node) {
    String name = "MobilenetV2/" + node.name();
    List<String> reads = new ArrayList<>();
    node.inputs().forEach(value -> reads.add(names.get(value.name())));
    names.put(node.output().name(), name);
    switch (node.op()) {
      case Op.Conv2d(int out, Window window, int _, boolean bias) -> {
        int in = node.input().shape().channels();
        filter(node, name, out, in, window);
        filtered(name, "Conv2D", reads.getFirst(), window, node, bias);
      }
      case Op.DepthwiseConv2d(Window window, int multiplier, boolean bias) -> {
        file.reals(
            name + "/weights",
            constant(node, 0),
            window.kernelH(),
            window.kernelW(),
            node.input().shape().channels(),
            multiplier);
        filtered(name, "DepthwiseConv2dNative", reads.getFirst(), window, node, bias);
      }
      case Op.Dense(int units, boolean bias) -> {
        int in = node.input().shape().elements();
        Window one = Window.square(1, 1, Padding.NONE);
        file.integers(name + "/map", -1, 1, 1, in);
        file.node(name + "/reshaped", "Reshape", reads.getFirst(), name + "/map");
        filter(node, name, units, in, one);
        filtered(name, "Conv2D", name + "/reshaped", one, node, bias);
      }
      case Op.BatchNorm(float epsilon) -> norm(node, name, epsilon, reads.getFirst());
      case Op.Relu6 _ -> file.node(name, "Relu6", reads.getFirst());
      case Op.Relu _ -> file.node(name, "Relu", reads.getFirst());
      case Op.Add _ -> file.node(name, "Add", reads.toArray(String[]::new));
      case Op.GlobalAveragePool _ -> {
        Shape map = node.input().shape();
        file.add(
            new Node(name, "AvgPool", reads.getFirst())
                .wholes("ksize", 1, map.height(), map.width(), 1)
                .wholes("strides", 1, 1, 1, 1)
                .text("padding", "VALID"));
      }
      case Op.Softmax _ -> {
        int classes = node.output().shape().elements();
        file.integers(name + "/vector", SHAPE_OF_PROBABILITIES, classes);
        file.node(name + "/Reshape", "Reshape", reads.getFirst(), name + "/vector");
        file.node(name + "/Softmax", "Softmax", name + "/Reshape");
        file.node(name + "/Shape", "Shape", name + "/Reshape");
        file.node(name, "Reshape", name + "/Softmax", name + "/Shape");
      }
      case Op.Reshape _ -> names.put(node.output().name(), reads.getFirst());
      default -> throw new IllegalArgumentException(node.op().toString());
    }
  }

  /** From rows of outputs to TensorFlow's height, width, in and out. */
  private void filter(liviano.graph.Node node, String name, int out, int in, Window window) {
    float[] ours = constant(node, 0);
    float[] theirs = new float[ours.length];
    int each = ours.length / out;
    for (int i = 0; i < ours.length; i++) {
      theirs[i % each * out + i / each] = ours[i];
    }
    file.reals(name + "/weights", theirs, window.kernelH(), window.kernelW(), in, out);
    file.node(name + "/weights/read", "Identity", name + "/weights");
  }

  private void filtered(
      String name, String op, String read, Window window, liviano.graph.Node node, boolean bias) {
    boolean same = !Pads.of(window, map(node)).equals(Pads.NONE);
    String weights = op.equals("Conv2D") ? name + "/weights/read" : name + "/weights";
    file.add(
        new Node(bias ? name + "/" + op : name, op, read, weights)
            .wholes("strides", 1, window.strideH(), window.strideW(), 1)
            .text("data_format", "NHWC")
            .text("padding", same ? "SAME" : "VALID"));
    if (bias) {
      float[] numbers = constant(node, 1);
      file.reals(name + "/biases", numbers, numbers.length);
      file.node(name, "BiasAdd", name + "/" + op, name + "/biases");
    }
  }

  private static Shape map(liviano.graph.Node node) {
    Shape in = node.input().shape();
    return in.isMap() ? in : Shape.of(1, 1, in.elements());
  }

  private void norm(liviano.graph.Node node, String name, float epsilon, String read) {
    List<String> reads = new ArrayList<>(List.of(read));
    for (int i = 0; i < 4; i++) {
      float[] numbers = constant(node, i);
      reads.add(name + "/" + i);
      file.reals(reads.getLast(), numbers, numbers.length);
    }
    file.add(
        new Node(name, "FusedBatchNorm", reads.toArray(String[]::new))
            .real("epsilon", epsilon)
            .flag("is_training", false));
  }

  private float[] constant(liviano.graph.Node node, int index) {
    return weights.get(node.params().get(index).name()).toFloats();
  }
}
