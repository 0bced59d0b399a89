package liviano.formats.keras;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/** A network in the importer's words while it grows. */
final class NetworkBuilder {

  /**
   * A tensor that is computed.
   *
   * @param dims the batch, which is 1, first
   */
  record Value(int tensor, List<Integer> dims) {
    Value {
      dims = List.copyOf(dims);
    }

    boolean isMap() {
      return dims.size() == 4;
    }

    int channels() {
      return dims.getLast();
    }
  }

  /** In place of a tensor that is left out. */
  static final int ABSENT = ForeignNode.ABSENT;

  private final Limits limits;
  private final List<String> names = new ArrayList<>();
  private final List<ForeignNode> nodes = new ArrayList<>();
  private final Map<Integer, ForeignConstant> constants = new HashMap<>();
  private final SequencedMap<Integer, List<Integer>> inputs = new LinkedHashMap<>();
  private final SequencedMap<String, Integer> outputs = new LinkedHashMap<>();
  private long calls;

  NetworkBuilder(Limits limits) {
    this.limits = limits;
  }

  ForeignGraph graph() {
    return new ForeignGraph(inputs, constants, nodes, outputs, names);
  }

  /** Counts a call of a layer: networks that call each other twice grow fast. */
  void count() {
    limits.require(Limit.NODES, ++calls, "the network");
  }

  Value input(String name, List<Integer> dims) {
    Value value = new Value(tensor(name), dims);
    inputs.put(value.tensor(), dims);
    return value;
  }

  void output(String name, Value value) {
    String unique = name;
    for (int i = 2; outputs.containsKey(unique); i++) {
      unique = name + "_" + i;
    }
    outputs.put(unique, value.tensor());
  }

  /**
   * An operation.
   *
   * @param title what the file calls it
   * @param dims of what it gives
   */
  Value add(String title, String name, ForeignOp op, List<Integer> reads, List<Integer> dims) {
    Value value = new Value(tensor(name), dims);
    nodes.add(new ForeignNode(title, name, op, reads, value.tensor()));
    return value;
  }

  int constant(String name, ForeignConstant constant) {
    int tensor = tensor(name);
    constants.put(tensor, constant);
    return tensor;
  }

  int floats(String name, float... values) {
    Tensor tensor = Tensor.of(name, Extents.of(values.length), values);
    return constant(name, new ForeignConstant(DType.F32, List.of(values.length), tensor::data));
  }

  int integers(String name, List<Integer> values) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[values.size() * Integer.BYTES]);
    for (int i = 0; i < values.size(); i++) {
      bytes.set(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES, values.get(i));
    }
    return constant(name, new ForeignConstant(DType.I32, List.of(values.size()), () -> bytes));
  }

  /** The extents but for the innermost, and another one. */
  static List<Integer> withLast(List<Integer> dims, int last) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(changed.size() - 1, last);
    return changed;
  }

  private int tensor(String name) {
    names.add(name);
    return names.size() - 1;
  }
}
