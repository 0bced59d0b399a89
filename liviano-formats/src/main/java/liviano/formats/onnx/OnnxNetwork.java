package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.LayerNames;
import liviano.formats.importer.MapLayout;
import liviano.tensor.DType;

/** The network of an ONNX file in the importer's words. */
final class OnnxNetwork {
  private final OnnxModel model;
  private final Sheet sheet;
  private final TensorParser tensors;

  private OnnxNetwork(OnnxModel model, ExternalData external) {
    this.model = model;
    this.tensors = new TensorParser(external);
    Set<String> outputs = new HashSet<>();
    model.graph().messages(Fields.Graph.OUTPUT).forEach(output -> outputs.add(name(output)));
    this.sheet = new Sheet(readers(model.graph()), outputs);
  }

  /**
   * The graph of the model.
   *
   * @param given constants by names of tensors, in place of inputs of these names
   * @throws MalformedModelException if it is broken
   * @throws UnsupportedModelException if it has an operation that is not computed here; the message
   *     says which, and of how many
   */
  static ForeignGraph of(
      OnnxModel model, ExternalData external, Map<String, ForeignConstant> given) {
    return new OnnxNetwork(model, external).graph(given);
  }

  private ForeignGraph graph(Map<String, ForeignConstant> given) {
    List<OnnxNode> nodes = nodes();
    requireKnown(nodes);
    if (model.graph().has(OnnxFields.Graph.SPARSE_INITIALIZER)) {
      throw new UnsupportedModelException("it has sparse constants; export it without them");
    }
    given.forEach(sheet::constant);
    initializers();
    SequencedMap<Integer, List<Integer>> inputs = new LinkedHashMap<>();
    Map<Integer, DType> types = new HashMap<>();
    for (WireMessage input : model.graph().messages(Fields.Graph.INPUT)) {
      int tensor = sheet.tensor(name(input));
      if (tensor == ForeignNode.ABSENT || inputs.containsKey(tensor)) {
        throw new MalformedModelException(
            "two inputs, or one without a name, are called '"
                + LayerNames.shortened(name(input))
                + "'");
      }
      if (!sheet.constants().containsKey(tensor)) {
        inputs.put(tensor, dims(input));
        types.put(tensor, type(input));
        sheet.network(tensor, type(input));
      }
    }
    for (OnnxNode node : nodes) {
      node.requireOutput();
      NodeKinds.find(node).orElseThrow().add(node, sheet);
    }
    SequencedMap<String, Integer> outputs = outputs();
    return new ForeignGraph(
        inputs,
        sheet.constants(),
        sheet.nodes(),
        outputs,
        sheet.names(),
        MapLayout.CHANNELS_FIRST,
        types,
        sheet.quantizations());
  }

  private static Map<String, Integer> readers(WireMessage graph) {
    Map<String, Integer> readers = new HashMap<>();
    for (WireMessage node : graph.messages(Fields.Graph.NODE)) {
      node.texts(Fields.Node.INPUT).forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    for (WireMessage output : graph.messages(Fields.Graph.OUTPUT)) {
      readers.merge(name(output), 1, Integer::sum);
    }
    return readers;
  }

  private List<OnnxNode> nodes() {
    List<OnnxNode> nodes = new ArrayList<>();
    for (WireMessage message : model.graph().messages(Fields.Graph.NODE)) {
      nodes.add(OnnxNode.of(message, model.opset()));
    }
    return nodes;
  }

  private void initializers() {
    Set<String> known = new HashSet<>();
    for (var message : model.graph().all(Fields.Graph.INITIALIZER)) {
      String name = WireMessage.of(message, model.graph().allowance()).text(Fields.Tensor.NAME);
      if (name.isEmpty() || !known.add(name)) {
        throw new MalformedModelException(
            "two constants, or one without a name, are called '"
                + LayerNames.shortened(name)
                + "'");
      }
      sheet.constant(name, tensors.parse(message, model.graph().allowance()));
    }
  }

  private static String name(WireMessage value) {
    return value.text(Fields.ValueInfo.NAME);
  }

  private static WireMessage tensorType(WireMessage value) {
    return value.messages(Fields.ValueInfo.TYPE).stream()
        .flatMap(type -> type.messages(Fields.Type.TENSOR).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "input '" + LayerNames.shortened(name(value)) + "' is no tensor"));
  }

  /** Extents, of which those that are open or have only a name are -1. */
  private static List<Integer> dims(WireMessage value) {
    WireMessage type = tensorType(value);
    String what = "input '" + LayerNames.shortened(name(value)) + "'";
    List<WireMessage> shape = type.messages(Fields.Type.TENSOR_SHAPE);
    if (shape.isEmpty()) {
      throw new UnsupportedModelException(what + " has no extents; export it with fixed ones");
    }
    List<Integer> dims = new ArrayList<>();
    for (WireMessage extent : shape.getLast().messages(Fields.Type.SHAPE_DIM)) {
      long size = extent.number(Fields.Type.DIM_VALUE, -1);
      if (size == 0 || size > Integer.MAX_VALUE) {
        throw new UnsupportedModelException(what + " has an extent of " + size);
      }
      dims.add(size < 0 ? -1 : (int) size);
    }
    return dims;
  }

  /** Real numbers of every width are computed as floats. */
  private static DType type(WireMessage value) {
    String what = "input '" + LayerNames.shortened(name(value)) + "'";
    DType type = ElementType.of(tensorType(value).number(Fields.Type.TENSOR_ELEMENT, 0), what);
    return type.isFloating() ? DType.F32 : type;
  }

  private SequencedMap<String, Integer> outputs() {
    SequencedMap<String, Integer> outputs = new LinkedHashMap<>();
    for (WireMessage output : model.graph().messages(Fields.Graph.OUTPUT)) {
      String name = name(output);
      if (name.isBlank() || outputs.put(name, sheet.tensor(name)) != null) {
        throw new MalformedModelException(
            "two outputs, or one without a name, are called '" + LayerNames.shortened(name) + "'");
      }
    }
    if (outputs.isEmpty()) {
      throw new MalformedModelException("its network has no output");
    }
    return outputs;
  }

  private void requireKnown(List<OnnxNode> nodes) {
    long known = nodes.stream().filter(node -> NodeKinds.find(node).isPresent()).count();
    Optional<OnnxNode> unknown =
        nodes.stream().filter(node -> NodeKinds.find(node).isEmpty()).findFirst();
    if (unknown.isPresent()) {
      OnnxNode node = unknown.get();
      String domain = node.domain().isEmpty() ? "" : LayerNames.shortened(node.domain()) + ".";
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "operation %s%s, which gives '%s', is not computed here; %d of its %d operations are;"
                  + " export the network up to %s, or take another one",
              domain,
              LayerNames.shortened(node.type()),
              node.outputs().isEmpty() ? "" : LayerNames.shortened(node.outputs().getFirst()),
              known,
              nodes.size(),
              node.inputs().isEmpty()
                  ? "what comes before"
                  : "'" + LayerNames.shortened(node.inputs().getFirst()) + "'"));
    }
  }
}
