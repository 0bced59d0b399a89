package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import liviano.Limits;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignQuantization;
import liviano.formats.importer.LayerNames;
import liviano.formats.importer.MapLayout;
import liviano.formats.tflite.TfLiteModel.Operator;
import liviano.formats.tflite.TfLiteModel.Subgraph;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.formats.tflite.TfLiteOperations.Step;
import liviano.tensor.DType;

/** The network of a TensorFlow Lite file in the importer's words. */
final class TfLiteNetwork {
  private final TfLiteModel model;
  private final Limits limits;
  private final Subgraph network;
  private final List<String> names = new ArrayList<>();
  private final List<ForeignNode> nodes = new ArrayList<>();
  private final Map<Integer, ForeignQuantization> quantizations = new HashMap<>();

  private TfLiteNetwork(TfLiteModel model, Limits limits) {
    this.limits = limits;
    this.model = model;
    this.network = model.subgraphs().getFirst();
    network.tensors().forEach(tensor -> names.add(tensor.name()));
  }

  /**
   * The first subgraph, which is the network.
   *
   * @throws UnsupportedModelException if it computes with integers, or has an operation that is not
   *     computed here; the message says which, and of how many
   */
  static ForeignGraph of(TfLiteModel model, Limits limits) {
    return new TfLiteNetwork(model, limits).graph();
  }

  private ForeignGraph graph() {
    Map<Integer, DType> types = types();
    for (int i = 0; i < network.tensors().size(); i++) {
      int tensor = i;
      TensorQuantization.of(network.tensors().get(i))
          .ifPresent(found -> quantizations.put(tensor, found));
    }
    List<Optional<Step>> steps =
        network.operators().stream()
            .map(operator -> TfLiteOperations.step(operator, network.tensors()))
            .toList();
    requireKnown(steps);
    for (int i = 0; i < steps.size(); i++) {
      add(network.operators().get(i), steps.get(i).orElseThrow());
    }
    SequencedMap<Integer, List<Integer>> inputs = new LinkedHashMap<>();
    network.inputs().forEach(input -> inputs.put(input, extents(network.tensors().get(input))));
    return new ForeignGraph(
        inputs,
        constants(),
        nodes,
        outputs(),
        names,
        MapLayout.CHANNELS_LAST,
        types,
        quantizations);
  }

  /** A fused activation is a node of its own, on a tensor that the file does not have. */
  private void add(Operator operator, Step step) {
    int output = operator.outputs().getFirst();
    String name = names.get(output);
    if (step.fused().isEmpty()) {
      nodes.add(
          new ForeignNode(
              operator.title(), name, step.op(), inputs(operator, step), operator.outputs()));
      return;
    }
    int between = names.size();
    names.add(name);
    Optional.ofNullable(quantizations.get(output))
        .ifPresent(quantization -> quantizations.put(between, quantization));
    nodes.add(node(operator, name, step, between));
    nodes.add(
        new ForeignNode(
            operator.title(),
            LayerNames.shortened(name) + ".activation",
            step.fused().get(),
            List.of(between),
            output));
  }

  private static ForeignNode node(Operator operator, String name, Step step, int output) {
    return new ForeignNode(operator.title(), name, step.op(), inputs(operator, step), output);
  }

  /** In the order in which the importer reads them. */
  private static List<Integer> inputs(Operator operator, Step step) {
    List<Integer> inputs = operator.inputs();
    if (operator.code() == BuiltinOp.TRANSPOSE_CONV.code() && inputs.size() >= 3) {
      // Extents, filter, map, bias.
      int bias = inputs.size() > 3 ? inputs.get(3) : ForeignNode.ABSENT;
      return List.of(inputs.get(2), inputs.get(1), bias, inputs.get(0));
    }
    if (step.op() instanceof ForeignOp.Split && inputs.size() == 2) {
      return inputs.reversed(); // The axis first.
    }
    if (step.op() instanceof ForeignOp.Split && inputs.size() == 3) {
      return List.of(inputs.get(0), inputs.get(2), inputs.get(1)); // The axis last.
    }
    return inputs;
  }

  /** Open ones by what the file was converted for; converters write 1 where that is open, too. */
  private static List<Integer> extents(Tensor tensor) {
    if (tensor.signature().size() != tensor.shape().size()) {
      return tensor.shape();
    }
    List<Integer> extents = new ArrayList<>(tensor.signature());
    for (int i = 0; i < extents.size(); i++) {
      if (extents.get(i) == -1 && tensor.shape().get(i) > 1) {
        extents.set(i, tensor.shape().get(i));
      }
    }
    return extents;
  }

  private Map<Integer, ForeignConstant> constants() {
    Map<Integer, ForeignConstant> constants = new HashMap<>();
    for (int i = 0; i < network.tensors().size(); i++) {
      Tensor tensor = network.tensors().get(i);
      if (tensor.data().isPresent() && tensor.dtype().isPresent()) {
        Supplier<MemorySegment> bytes =
            tensor.sparsity().isPresent()
                ? () -> Densified.of(tensor, limits)
                : () -> tensor.data().get();
        constants.put(i, new ForeignConstant(tensor.dtype().get(), tensor.shape(), bytes));
      }
    }
    return constants;
  }

  /** As the signature calls them, else by the tensors' names. */
  private SequencedMap<String, Integer> outputs() {
    Map<Integer, String> called = new HashMap<>();
    model.signatures().stream()
        .filter(signature -> signature.subgraph() == 0)
        .limit(1)
        .forEach(
            signature -> signature.outputs().forEach((name, index) -> called.put(index, name)));
    SequencedMap<String, Integer> outputs = new LinkedHashMap<>();
    for (int output : network.outputs()) {
      String name = LayerNames.shortened(called.getOrDefault(output, names.get(output)));
      String unique = name.isBlank() ? "output" : name;
      for (int i = 2; outputs.containsKey(unique); i++) {
        unique = name + "_" + i;
      }
      outputs.put(unique, output);
    }
    return outputs;
  }

  /** Numbers of inputs that are computed with, or cast to such, as they are. */
  private Map<Integer, DType> types() {
    Map<Integer, DType> types = new HashMap<>();
    for (int input : network.inputs()) {
      Tensor tensor = network.tensors().get(input);
      switch (tensor.dtype().orElse(DType.F64)) {
        case F32 -> {}
        case U8, I8, I32, I64, BOOL -> types.put(input, tensor.dtype().orElseThrow());
        default ->
            throw new UnsupportedModelException(
                String.format(
                    Locale.ROOT,
                    "its input '%s' is %s; only float32 and integers of 8, 32 and 64 bits are"
                        + " computed",
                    LayerNames.shortened(tensor.name()),
                    TensorTypes.name(tensor.type())));
      }
    }
    return types;
  }

  private void requireKnown(List<Optional<Step>> steps) {
    long known = steps.stream().filter(Optional::isPresent).count();
    for (int i = 0; i < steps.size(); i++) {
      Operator operator = network.operators().get(i);
      if (operator.outputs().isEmpty() || steps.get(i).isEmpty()) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "operation %s, which gives '%s', is not computed here; %d of its %d operations are;"
                    + " export the network up to %s, or take another one",
                operator.title(),
                operator.outputs().isEmpty() ? "" : shortened(operator.outputs().getFirst()),
                known,
                steps.size(),
                before(operator)));
      }
    }
  }

  private String before(Operator operator) {
    return operator.inputs().stream()
        .filter(input -> input >= 0 && network.tensors().get(input).data().isEmpty())
        .findFirst()
        .map(input -> "'" + shortened(input) + "'")
        .orElse("what comes before");
  }

  private String shortened(int tensor) {
    return LayerNames.shortened(names.get(tensor));
  }
}
