package liviano.formats.importer;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.tensor.DType;

/**
 * A network as a file describes it. Tensors have numbers; what they look like follows from the
 * operations.
 *
 * @param inputs extents of each input, the batch among them, by its tensor's number; an extent that
 *     is open is -1
 * @param constants by their tensor's number
 * @param nodes each after those whose results it reads
 * @param outputs numbers of tensors, by the names that the outputs get
 * @param names of tensors by their number, as the file has them: any text, some of them empty
 * @param layout of maps
 * @param types of inputs by their tensor's number, where they are not 32-bit floats
 * @param quantizations how integers stand for real numbers, by their tensor's number; none for
 *     tensors that are not quantized
 */
public record ForeignGraph(
    SequencedMap<Integer, List<Integer>> inputs,
    Map<Integer, ForeignConstant> constants,
    List<ForeignNode> nodes,
    SequencedMap<String, Integer> outputs,
    List<String> names,
    MapLayout layout,
    Map<Integer, DType> types,
    Map<Integer, ForeignQuantization> quantizations) {

  /** A network of floats whose maps have their channels last. */
  public ForeignGraph(
      SequencedMap<Integer, List<Integer>> inputs,
      Map<Integer, ForeignConstant> constants,
      List<ForeignNode> nodes,
      SequencedMap<String, Integer> outputs,
      List<String> names) {
    this(inputs, constants, nodes, outputs, names, Map.of());
  }

  /** A network whose maps have their channels last. */
  public ForeignGraph(
      SequencedMap<Integer, List<Integer>> inputs,
      Map<Integer, ForeignConstant> constants,
      List<ForeignNode> nodes,
      SequencedMap<String, Integer> outputs,
      List<String> names,
      Map<Integer, ForeignQuantization> quantizations) {
    this(
        inputs, constants, nodes, outputs, names, MapLayout.CHANNELS_LAST, Map.of(), quantizations);
  }

  public ForeignGraph {
    quantizations = Map.copyOf(quantizations);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
    names = List.copyOf(names);
    types = Map.copyOf(types);
  }

  /** The same with other nodes. */
  ForeignGraph withNodes(List<ForeignNode> newNodes) {
    return new ForeignGraph(
        inputs, constants, newNodes, outputs, names, layout, types, quantizations);
  }
}
