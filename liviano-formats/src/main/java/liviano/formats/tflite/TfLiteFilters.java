package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.Pads;
import liviano.formats.TransposedPads;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Layers with weights as operators. */
record TfLiteFilters(
    TfLiteGraph graph,
    TfLiteFile file,
    Weights weights,
    TfLiteClamps clamps,
    TfLiteProducts products,
    TfLiteMoves moves) {

  void convolution(Node node, Window w, boolean depthwise) {
    boolean same = TfLitePadding.isSame(w, node.input().shape());
    int map =
        same || TfLitePadding.isValid(w)
            ? graph.tensor(node.input())
            : moves.padded(node, Pads.of(w, node.input().shape()), -1);
    Settings settings =
        new Settings(depthwise ? 2 : 1) // DepthwiseConv2DOptions, Conv2DOptions
            .small(0, same ? TfLitePadding.SAME : TfLitePadding.VALID)
            .integer(1, w.strideW())
            .integer(2, w.strideH());
    int next = 3;
    if (depthwise) {
      int multiplier = node.output().shape().channels() / node.input().shape().channels();
      settings.integer(next++, multiplier);
    }
    settings
        .small(next, clamps.code(node))
        .integer(next + 1, w.dilationW())
        .integer(next + 2, w.dilationH());
    graph.operator(
        depthwise ? BuiltinOp.DEPTHWISE_CONV_2D : BuiltinOp.CONV_2D,
        node,
        filtered(node, map),
        settings);
  }

  void dense(Node node) {
    if (products.isPerChannel(node)) {
      denseAsFilter(node);
      return;
    }
    Settings settings = new Settings(8).small(0, clamps.code(node)); // FullyConnectedOptions
    List<Integer> reads = filtered(node, graph.tensor(node.input()));
    graph.operator(BuiltinOp.FULLY_CONNECTED, node, reads, settings);
  }

  /**
   * A filter of one position: it has had a scale for each channel since there are any, and dense
   * layers have not.
   */
  private void denseAsFilter(Node node) {
    Value out = node.output();
    int[] given = {1, 1, 1, out.shape().channels()};
    List<Integer> reads = new ArrayList<>(filtered(node, moves.asMap(node)));
    int made = file.tensor(node.name() + ".map", out.type(), given);
    Settings settings =
        new Settings(1) // Conv2DOptions
            .small(0, TfLitePadding.VALID)
            .integer(1, 1)
            .integer(2, 1)
            .small(3, clamps.code(node))
            .integer(4, 1)
            .integer(5, 1);
    file.operator(BuiltinOp.CONV_2D, reads, made, settings);
    int[] dims = TfLiteGraph.dims(out.shape());
    int extents = file.integers(node.name() + ".shape", dims, dims.length);
    graph.operator(BuiltinOp.RESHAPE, node, List.of(made, extents), new Settings(17));
  }

  /** It says the output's extents, and what is cut off by {@code SAME} or {@code VALID}. */
  void transposed(Node node, Op.TransposedConv2d op) {
    Window w = op.window();
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    TfLiteGraph.require(op.groups() == 1, node, "a transposed convolution of groups");
    TfLiteGraph.require(
        w.dilationH() == 1 && w.dilationW() == 1, node, "a dilated transposed convolution");
    Pads cut = TransposedPads.of(op, in, out).cut();
    Window same =
        new Window(w.kernelH(), w.kernelW(), w.strideH(), w.strideW(), 1, 1, Padding.SAME);
    boolean isSame = transposes(same, in, out, cut);
    Window valid =
        new Window(w.kernelH(), w.kernelW(), w.strideH(), w.strideW(), 1, 1, Padding.NONE);
    TfLiteGraph.require(
        isSame || fits(w, out) && transposes(valid, in, out, cut),
        node,
        "a transposed convolution with such padding");
    int extents = file.integers(node.name() + ".shape", TfLiteGraph.dims(out), 4);
    List<Integer> filtered = filtered(node, graph.tensor(node.input()));
    graph.operator(
        BuiltinOp.TRANSPOSE_CONV,
        node,
        List.of(extents, filtered.get(1), filtered.get(0), filtered.get(2)),
        new Settings(49) // TransposeConvOptions
            .small(0, isSame ? TfLitePadding.SAME : TfLitePadding.VALID)
            .integer(1, w.strideW())
            .integer(2, w.strideH()));
  }

  private static boolean fits(Window w, Shape map) {
    return w.kernelH() <= map.height() && w.kernelW() <= map.width();
  }

  /** Whether the window slides over the output as often as there are positions in the input. */
  private static boolean transposes(Window w, Shape in, Shape out, Pads cut) {
    Window.Axis rows = w.rows(out.height());
    Window.Axis columns = w.columns(out.width());
    return rows.out() == in.height()
        && columns.out() == in.width()
        && rows.padBefore() == cut.top()
        && columns.padBefore() == cut.left();
  }

  /** What a layer with weights reads: the map, the weights, the bias. */
  private List<Integer> filtered(Node node, int map) {
    if (node.output().type().isQuantizedByte()) {
      return products.filtered(node, map);
    }
    List<Integer> reads = new ArrayList<>(List.of(map));
    for (ParamSpec spec : node.params()) {
      int[] dims = spec.shape().toArray();
      float[] values = weights.require(spec.name(), spec.shape().extents()).toFloats();
      boolean depthwise = spec.role() == Role.WEIGHT && dims.length == 3;
      int[] written = depthwise ? new int[] {1, dims[0], dims[1], dims[2]} : dims;
      reads.add(file.constant(spec.name(), values, written));
    }
    if (reads.size() == 2) { // convolutions must have a bias
      int channels = node.output().shape().channels();
      reads.add(file.constant(node.name() + ".bias", new float[channels], channels));
    }
    return reads;
  }
}
