package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.formats.tflite.TfLiteModel.Operator;
import liviano.formats.tflite.TfLiteModel.Quantized;
import liviano.formats.tflite.TfLiteModel.Signature;
import liviano.formats.tflite.TfLiteModel.Subgraph;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.tensor.Extents;

/**
 * Reads the tables of a file into records, and checks every index and length on the way. Fields are
 * read by their numbers in the public {@code schema.fbs}, version 3.
 */
final class ModelParser {
  private static final String IDENTIFIER = "TFL3";
  private static final int VERSION = 3;
  private static final int MOST_SUBGRAPHS = 64;

  private static final int MOST_ENTRIES = 1 << 10;

  private final FlatBuffer file;
  private final FlatTable root;
  private final List<FlatTable> codes;
  private final List<FlatTable> buffers;

  private ModelParser(MemorySegment bytes, Limits limits) {
    this.file = new FlatBuffer(bytes, limits);
    this.root = file.root(IDENTIFIER);
    this.codes = root.tables(1, MOST_ENTRIES);
    this.buffers = root.tables(4);
  }

  /**
   * The model in a file's bytes.
   *
   * @throws liviano.MalformedModelException if anything is out of place; names the byte
   */
  static TfLiteModel parse(MemorySegment bytes, Limits limits) {
    return new ModelParser(bytes, limits).model();
  }

  private TfLiteModel model() {
    int version = root.int32(0, 0);
    if (version != VERSION) {
      throw root.error(
          0, String.format(Locale.ROOT, "schema version %d, only %d is read", version, VERSION));
    }
    List<Subgraph> subgraphs = new ArrayList<>();
    for (FlatTable table : root.tables(2, MOST_SUBGRAPHS)) {
      subgraphs.add(subgraph(table));
    }
    if (subgraphs.isEmpty()) {
      throw root.error(2, "it holds no network");
    }
    List<Signature> signatures =
        root.tables(7, MOST_SUBGRAPHS).stream().map(s -> signature(s, subgraphs)).toList();
    return new TfLiteModel(version, root.text(3), List.copyOf(subgraphs), metadata(), signatures);
  }

  private Subgraph subgraph(FlatTable table) {
    List<Tensor> tensors = table.tables(0).stream().map(this::tensor).toList();
    List<Operator> operators =
        table.tables(3).stream().map(operator -> operator(operator, tensors.size())).toList();
    return new Subgraph(
        table.text(4),
        tensors,
        indices(table, 1, 0, tensors.size()),
        indices(table, 2, 0, tensors.size()),
        operators);
  }

  private Tensor tensor(FlatTable table) {
    List<Integer> shape = extents(table, 0);
    Tensor tensor =
        new Tensor(
            table.text(3),
            shape,
            extents(table, 7),
            table.uint8(1, 0),
            Optional.of(bytes(table, table.index(2))).filter(data -> data.byteSize() > 0),
            table.table(4).flatMap(ModelParser::quantized),
            table.table(6).map(sparsity -> SparsityParser.parse(sparsity, shape)));
    requireLength(table, tensor);
    return tensor;
  }

  private static List<Integer> extents(FlatTable table, int field) {
    List<Integer> extents = table.integers(field, Extents.MAX_RANK);
    if (extents.stream().anyMatch(extent -> extent < -1)) {
      throw table.error(field, "a tensor of shape " + extents);
    }
    return extents;
  }

  private static void requireLength(FlatTable table, Tensor tensor) {
    if (tensor.data().isEmpty() || tensor.dtype().isEmpty() || tensor.sparsity().isPresent()) {
      return;
    }
    if (!fits(tensor, tensor.data().get().byteSize())) {
      throw table.error(
          2,
          String.format(
              Locale.ROOT,
              "tensor '%s', %s of shape %s, has %d bytes",
              tensor.name(),
              TensorTypes.name(tensor.type()),
              tensor.shape(),
              tensor.data().get().byteSize()));
    }
  }

  private static boolean fits(Tensor tensor, long bytes) {
    long expected = tensor.dtype().orElseThrow().bytes();
    for (int extent : tensor.shape()) {
      if (extent < 0 || extent > 0 && expected > Long.MAX_VALUE / extent) {
        return false;
      }
      expected *= extent;
    }
    return expected == bytes;
  }

  /** What a buffer holds: within the tables or, in large files, behind them. */
  private MemorySegment bytes(FlatTable reader, int index) {
    if (index >= buffers.size()) {
      throw reader.error(2, String.format(Locale.ROOT, "buffer %d of %d", index, buffers.size()));
    }
    FlatTable buffer = buffers.get(index);
    // An offset of 0 or 1 stands for none: no buffer begins there.
    return Long.compareUnsigned(buffer.int64(1), 1) > 0
        ? buffer.outside(1, 2)
        : buffer.vector(0, 1);
  }

  private static Optional<Quantized> quantized(FlatTable table) {
    MemorySegment scales = table.vector(2, Float.BYTES);
    return scales.byteSize() == 0
        ? Optional.empty()
        : Optional.of(new Quantized(scales, table.vector(3, Long.BYTES), table.int32(6, 0)));
  }

  private Operator operator(FlatTable table, int tensors) {
    int index = table.index(0);
    if (index >= codes.size()) {
      throw table.error(
          0, String.format(Locale.ROOT, "operation %d of a list of %d", index, codes.size()));
    }
    FlatTable code = codes.get(index);
    // The first schema had one byte for it; newer numbers stand in a field of their own.
    int number = Math.max((byte) code.uint8(0, 0), code.int32(3, 0));
    return new Operator(
        number,
        code.text(1),
        indices(table, 1, -1, tensors),
        indices(table, 2, 0, tensors),
        table.uint8(3, 0),
        table.table(4),
        table.vector(5, 1));
  }

  private static List<Integer> indices(FlatTable table, int field, int least, int tensors) {
    List<Integer> indices = table.integers(field);
    for (int index : indices) {
      if (index < least || index >= tensors) {
        throw table.error(field, String.format(Locale.ROOT, "tensor %d of %d", index, tensors));
      }
    }
    return indices;
  }

  private Map<String, MemorySegment> metadata() {
    Map<String, MemorySegment> metadata = new LinkedHashMap<>();
    for (FlatTable entry : root.tables(6, MOST_ENTRIES)) {
      // A converter wrote one name twice; the first holds.
      metadata.putIfAbsent(entry.text(0), bytes(entry, entry.index(1)));
    }
    return metadata;
  }

  private static Signature signature(FlatTable table, List<Subgraph> subgraphs) {
    int index = table.index(4);
    if (index >= subgraphs.size()) {
      throw table.error(
          4, String.format(Locale.ROOT, "subgraph %d of %d", index, subgraphs.size()));
    }
    int tensors = subgraphs.get(index).tensors().size();
    return new Signature(table.text(2), index, names(table, 0, tensors), names(table, 1, tensors));
  }

  private static Map<String, Integer> names(FlatTable table, int field, int tensors) {
    Map<String, Integer> names = new LinkedHashMap<>();
    for (FlatTable entry : table.tables(field, MOST_ENTRIES)) {
      int index = entry.index(1);
      if (index >= tensors) {
        throw entry.error(1, String.format(Locale.ROOT, "tensor %d of %d", index, tensors));
      }
      names.putIfAbsent(entry.text(0), index);
    }
    return names;
  }
}
