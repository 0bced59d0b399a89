package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.formats.TransposedPads;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Window;

/** Writes transposed convolutions. */
record TransposedConvolutions(Translation translation, Constants constants) {

  void write(Node node, Op.TransposedConv2d op) {
    TransposedPads pads = TransposedPads.of(op, node.input().shape(), node.output().shape());
    requireLittlePadding(node, op.window(), pads);
    List<String> inputs = new ArrayList<>();
    inputs.add(translation.tensor(node.input()));
    inputs.add(constants.transposedFilter(node, op.groups()));
    if (op.bias()) {
      inputs.add(constants.plain(node, Role.BIAS));
    }
    List<Attribute> settings =
        new ArrayList<>(Arrays.asList(Operations.window(op.window(), pads.cut())));
    settings.add(Attribute.ints("output_padding", pads.moreRows(), pads.moreColumns()));
    settings.add(Attribute.of("group", op.groups()));
    translation
        .onnx()
        .node(
            node.name(),
            "ConvTranspose",
            inputs,
            translation.tensor(node.output()),
            settings.toArray(Attribute[]::new));
  }

  /** ONNX asks for output padding below the stride or the dilation. */
  private static void requireLittlePadding(Node node, Window w, TransposedPads pads) {
    if (pads.moreRows() >= Math.max(w.strideH(), w.dilationH())
        || pads.moreColumns() >= Math.max(w.strideW(), w.dilationW())) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s: ONNX takes output padding below the stride or the dilation, not %d rows"
                  + " and %d columns",
              node.name(),
              pads.moreRows(),
              pads.moreColumns()));
    }
  }
}
