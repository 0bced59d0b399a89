package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.LayerNames;
import liviano.tensor.DType;

/**
 * What a TensorFlow Lite file holds, as far as it matters here. All indices are within their lists.
 *
 * @param version of the schema; 3 in all files of today
 * @param description who converted it, mostly
 * @param subgraphs the first is the network; others are the branches of control flow
 * @param metadata bytes by name, views of the file
 * @param signatures by which programs call the network
 */
record TfLiteModel(
    int version,
    String description,
    List<Subgraph> subgraphs,
    Map<String, MemorySegment> metadata,
    List<Signature> signatures) {

  /**
   * A network.
   *
   * @param inputs indices of tensors
   * @param outputs indices of tensors
   * @param operators in the order in which they are computed
   */
  record Subgraph(
      String name,
      List<Tensor> tensors,
      List<Integer> inputs,
      List<Integer> outputs,
      List<Operator> operators) {}

  /**
   * A tensor: given, computed, or constant.
   *
   * @param shape extents, outermost first, of what the file was converted for; 8 at most
   * @param signature the same, -1 for extents that are open; empty where none is
   * @param type as the schema numbers it
   * @param data of a constant, a view of the file; as long as type and shape say unless sparse
   */
  record Tensor(
      String name,
      List<Integer> shape,
      List<Integer> signature,
      int type,
      Optional<MemorySegment> data,
      Optional<Quantized> quantization,
      Optional<Sparsity> sparsity) {

    /** Empty for texts, complex numbers and what has less than a byte. */
    Optional<DType> dtype() {
      return TensorTypes.dtype(type);
    }
  }

  /**
   * How integers represent real numbers.
   *
   * @param scales little-endian floats, one, or one per index of a dimension; a view of the file
   * @param zeroPoints little-endian longs, as many, or none
   * @param dimension that the scales belong to
   */
  record Quantized(MemorySegment scales, MemorySegment zeroPoints, int dimension) {}

  /**
   * How a constant leaves out its zeros.
   *
   * @param order in which dimensions are walked: first those of the tensor, then those of blocks
   * @param blocks which dimension of the tensor each dimension of a block belongs to
   * @param dimensions one for each of {@code order}
   */
  record Sparsity(List<Integer> order, List<Integer> blocks, List<Dimension> dimensions) {}

  /** One dimension of a sparse constant. */
  sealed interface Dimension {}

  /** All positions are stored. */
  record Dense(int size) implements Dimension {}

  /**
   * Some positions are stored: of parent {@code p} the indices from segment {@code p} to the next.
   *
   * @param segments rising, from 0
   * @param indices positions
   */
  record Compressed(Integers segments, Integers indices) implements Dimension {}

  /**
   * A list of whole numbers, a view of the file.
   *
   * @param bytes little-endian
   * @param each bytes of a number: 1, 2, unsigned, or 4
   */
  record Integers(MemorySegment bytes, int each) {
    int count() {
      return (int) Math.min(Integer.MAX_VALUE, bytes.byteSize() / each);
    }

    int get(int index) {
      return TensorTypes.integer(bytes, each, index);
    }
  }

  /**
   * A step of the network.
   *
   * @param code which operation, as the schema numbers it
   * @param custom its name where it is none of the schema's
   * @param inputs indices of tensors, -1 for one that is left out
   * @param outputs indices of tensors
   * @param optionsType which table of settings it has, as the schema numbers them; 0 for none
   * @param customOptions settings of an operation that is none of the schema's, a view of the file
   */
  record Operator(
      int code,
      String custom,
      List<Integer> inputs,
      List<Integer> outputs,
      int optionsType,
      Optional<FlatTable> options,
      MemorySegment customOptions) {

    /** Its name for people, with its number. */
    String title() {
      return BuiltinOp.find(code)
          .map(
              op ->
                  op == BuiltinOp.CUSTOM
                      ? op + " '" + LayerNames.shortened(custom) + "'"
                      : op + " (" + code + ")")
          .orElseGet(() -> "number " + code);
    }
  }

  /**
   * Names by which a program calls a subgraph.
   *
   * @param key such as {@code serving_default}
   * @param inputs index of a tensor by name
   * @param outputs index of a tensor by name
   */
  record Signature(
      String key, int subgraph, Map<String, Integer> inputs, Map<String, Integer> outputs) {}
}
