package liviano.formats.onnx;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.ForeignQuantization;
import liviano.formats.importer.LayerNames;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** Tensors, constants and nodes of a network while it is put into the importer's words. */
final class Sheet {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> tensors = new HashMap<>();
  private final Map<Integer, ForeignConstant> constants = new HashMap<>();
  private final List<ForeignNode> nodes = new ArrayList<>();

  private final Map<Integer, ForeignQuantization> quantizations = new HashMap<>();
  private final Map<Integer, DType> inputs = new HashMap<>();
  private final Set<Integer> made = new HashSet<>();
  private final Map<String, Integer> readers;
  private final Set<String> outputs;

  /**
   * An empty one.
   *
   * @param readers how many read a tensor, the network's outputs among them
   * @param outputs of the network
   */
  Sheet(Map<String, Integer> readers, Set<String> outputs) {
    this.readers = readers;
    this.outputs = outputs;
  }

  boolean isOutput(String name) {
    return outputs.contains(name);
  }

  List<String> names() {
    return names;
  }

  Map<Integer, ForeignQuantization> quantizations() {
    return quantizations;
  }

  /** Says how integers of a tensor stand for real numbers. */
  void quantize(int tensor, ForeignQuantization how) {
    quantizations.put(tensor, how);
  }

  Optional<ForeignQuantization> quantized(int tensor) {
    return Optional.ofNullable(quantizations.get(tensor));
  }

  boolean isQuantized(int tensor) {
    return quantizations.containsKey(tensor);
  }

  void network(int tensor, DType type) {
    inputs.put(tensor, type);
  }

  boolean isInput(int tensor) {
    return inputs.containsKey(tensor);
  }

  /** The format of an input of the network. */
  Optional<DType> type(int tensor) {
    return Optional.ofNullable(inputs.get(tensor));
  }

  /** Whether a node gives it that is there already. */
  boolean isMade(int tensor) {
    return made.contains(tensor);
  }

  int readers(String name) {
    return readers.getOrDefault(name, 0);
  }

  /** Another name for a tensor. */
  void alias(String name, int tensor) {
    if (tensors.put(name, tensor) != null) {
      throw new MalformedModelException("two operations give '" + LayerNames.shortened(name) + "'");
    }
  }

  Map<Integer, ForeignConstant> constants() {
    return constants;
  }

  List<ForeignNode> nodes() {
    return nodes;
  }

  /** The number of a tensor by its name. */
  int tensor(String name) {
    if (name.isEmpty()) {
      return ForeignNode.ABSENT;
    }
    return tensors.computeIfAbsent(name, this::fresh);
  }

  /** The number of another tensor of that name. */
  int fresh(String name) {
    names.add(name);
    return names.size() - 1;
  }

  void constant(String name, ForeignConstant constant) {
    constants.put(tensor(name), constant);
  }

  /** The number of a tensor that holds a list of whole numbers. */
  int integers(List<Integer> numbers) {
    return longs(numbers.stream().map(Integer::longValue).toList());
  }

  int longs(List<Long> numbers) {
    return held(longs(List.of(numbers.size()), numbers));
  }

  static ForeignConstant longs(List<Integer> dims, List<Long> numbers) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[numbers.size() * Long.BYTES]);
    for (int i = 0; i < numbers.size(); i++) {
      bytes.set(LittleEndian.LONG_UNALIGNED, (long) i * Long.BYTES, numbers.get(i));
    }
    return new ForeignConstant(DType.I64, dims, () -> bytes);
  }

  /** The number of a tensor that holds one real number. */
  int real(float number) {
    return held(reals(List.of(), List.of(number)));
  }

  static ForeignConstant reals(List<Integer> dims, List<Float> numbers) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[numbers.size() * Float.BYTES]);
    for (int i = 0; i < numbers.size(); i++) {
      bytes.set(LittleEndian.FLOAT_UNALIGNED, (long) i * Float.BYTES, numbers.get(i));
    }
    return new ForeignConstant(DType.F32, dims, () -> bytes);
  }

  int held(ForeignConstant constant) {
    int tensor = fresh("");
    constants.put(tensor, constant);
    return tensor;
  }

  /** The constant that an input is; empty if it is none, or not yet. */
  Optional<ForeignConstant> constant(OnnxNode node, int input) {
    return node.has(input)
        ? Optional.ofNullable(constants.get(tensor(node.inputs().get(input))))
        : Optional.empty();
  }

  int input(OnnxNode node, int index) {
    return index < node.inputs().size() ? tensor(node.inputs().get(index)) : ForeignNode.ABSENT;
  }

  /** All inputs of a node. */
  List<Integer> inputs(OnnxNode node) {
    return node.inputs().stream().map(this::tensor).toList();
  }

  int output(OnnxNode node) {
    return tensor(node.outputs().getFirst());
  }

  /** A node that gives what the file's node gives. */
  void add(OnnxNode node, ForeignOp op, List<Integer> inputs) {
    add(node, op, inputs, output(node));
  }

  /** The same of all inputs of the file's node. */
  void add(OnnxNode node, ForeignOp op) {
    add(node, op, inputs(node));
  }

  void add(OnnxNode node, ForeignOp op, List<Integer> inputs, int output) {
    add(node, op, inputs, List.of(output));
  }

  void add(OnnxNode node, ForeignOp op, List<Integer> inputs, List<Integer> outputs) {
    nodes.add(new ForeignNode(node.type(), node.title(), op, inputs, outputs));
    made.addAll(outputs);
  }

  /** A node before that of the file. */
  int before(OnnxNode node, ForeignOp op, Integer... inputs) {
    int tensor = fresh(node.title());
    add(node, op, List.of(inputs), tensor);
    return tensor;
  }
}
