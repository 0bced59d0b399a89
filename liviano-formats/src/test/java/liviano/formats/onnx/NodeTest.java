package liviano.formats.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.formats.Allowance;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ImportedGraph;
import liviano.model.TensorLayout;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * A model of ONNX's own suite with its inputs and outputs. The suite gives weights as inputs, too;
 * a network's weights are constants, so only the first input is computed with and all others are
 * constants.
 */
record NodeTest(Path folder) {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;
  private static final int BFLOAT16 = 16;

  /** The first difference from the answers of the suite; empty if there is none. */
  Optional<String> difference() throws IOException {
    MemorySegment model = bytes(folder.resolve("model.onnx"));
    WireMessage graph = OnnxModel.of(model, Limits.defaults()).graph();
    List<String> inputs =
        graph.messages(Fields.Graph.INPUT).stream()
            .map(input -> input.text(Fields.ValueInfo.NAME))
            .toList();
    List<String> outputs =
        graph.messages(Fields.Graph.OUTPUT).stream()
            .map(output -> output.text(Fields.ValueInfo.NAME))
            .toList();
    for (Path set : sets()) {
      Map<String, ForeignConstant> given = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        Path file = set.resolve("input_" + i + ".pb");
        if (Files.exists(file)) {
          given.put(inputs.get(i), tensor(file, types(graph, Fields.Graph.INPUT).get(i)));
        }
      }
      Optional<String> difference = difference(model, set, given, outputs);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private List<Path> sets() throws IOException {
    try (var sets = Files.list(folder)) {
      return sets.filter(Files::isDirectory).sorted().toList();
    }
  }

  private Optional<String> difference(
      MemorySegment model, Path set, Map<String, ForeignConstant> given, List<String> outputs)
      throws IOException {
    Map<String, ForeignConstant> constants = new LinkedHashMap<>(given);
    String first = given.isEmpty() ? "" : given.keySet().iterator().next();
    constants.remove(first);
    ImportedGraph imported =
        OnnxReader.imported(
            OnnxModel.of(model, Limits.defaults()),
            new ExternalData(Optional.of(folder)),
            constants,
            Limits.defaults());
    Session session =
        Engine.compile(imported.graph(), imported.weights(), CompileOptions.defaults())
            .newSession();
    if (!imported.graph().inputs().isEmpty()) {
      String input = imported.graph().inputs().getFirst().name();
      fill(session.input(input), given.get(first), imported.layouts().get(input));
    }
    session.run();
    for (int i = 0; i < outputs.size(); i++) {
      Path file = set.resolve("output_" + i + ".pb");
      if (!Files.exists(file)) {
        continue;
      }
      String name = outputs.get(i);
      Optional<String> difference =
          difference(
              session.output(name),
              imported.layouts().get(name),
              tensor(
                  file,
                  types(OnnxModel.of(model, Limits.defaults()).graph(), Fields.Graph.OUTPUT)
                      .get(i)));
      if (difference.isPresent()) {
        return Optional.of("output " + name + ": " + difference.get());
      }
    }
    return Optional.empty();
  }

  /** The suite has bits of bfloat16 as whole numbers; the model says what they are. */
  private static ForeignConstant tensor(Path file, long type) throws IOException {
    ForeignConstant tensor =
        new TensorParser(new ExternalData(Optional.empty()))
            .parse(bytes(file), new Allowance(Limits.defaults()));
    return type == BFLOAT16 && tensor.type() == DType.U16
        ? new ForeignConstant(DType.BF16, tensor.dims(), tensor.bytes())
        : tensor;
  }

  private static List<Long> types(WireMessage graph, int field) {
    return graph.messages(field).stream()
        .map(
            value ->
                value.messages(Fields.ValueInfo.TYPE).stream()
                    .flatMap(type -> type.messages(Fields.Type.TENSOR).stream())
                    .map(tensor -> tensor.number(Fields.Type.TENSOR_ELEMENT, 0))
                    .findFirst()
                    .orElse(0L))
        .toList();
  }

  private static MemorySegment bytes(Path file) throws IOException {
    return MemorySegment.ofArray(Files.readAllBytes(file));
  }

  private static void fill(SessionTensor to, ForeignConstant from, TensorLayout layout) {
    DType format = to.format();
    int count = layout.elements();
    MemorySegment file = from.bytes().get();
    if (from.type().isFloating()) {
      MemorySegment floats = MemorySegment.ofArray(new float[count]);
      for (int i = 0; i < count; i++) {
        float number = LittleEndian.floatAt(file, from.type(), i);
        if (Float.isInfinite(number) && !Double.isInfinite(real(from, file, i))) {
          throw new UnsupportedModelException("it reads numbers beyond those of 32-bit floats");
        }
        floats.set(LittleEndian.FLOAT_UNALIGNED, 4L * i, number);
      }
      file = floats;
    }
    layout.toMemory(file, to.segment(), format.bytes());
  }

  private static Optional<String> difference(
      SessionTensor tensor, TensorLayout layout, ForeignConstant expected) {
    if (!layout.extents().equals(expected.dims())) {
      return Optional.of("extents " + layout.extents() + ", not " + expected.dims());
    }
    boolean reals = expected.type().isFloating();
    if (reals ? tensor.format() != DType.F32 : tensor.format() != expected.type()) {
      return Optional.of("format " + tensor.format() + ", not " + expected.type());
    }
    MemorySegment ours = MemorySegment.ofArray(new byte[(int) tensor.segment().byteSize()]);
    layout.toFile(tensor.segment(), ours, tensor.format().bytes());
    MemorySegment theirs = expected.bytes().get();
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < layout.elements(); i++) {
      if (reals
          ? isFar(ours.get(LittleEndian.FLOAT_UNALIGNED, 4L * i), real(expected, theirs, i))
          : ours.asSlice((long) i * expected.type().bytes(), expected.type().bytes())
                  .mismatch(
                      theirs.asSlice((long) i * expected.type().bytes(), expected.type().bytes()))
              != -1) {
        wrong.add(i);
      }
    }
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            wrong.size()
                + " of "
                + layout.elements()
                + " numbers differ, the first at "
                + wrong.getFirst());
  }

  private static double real(ForeignConstant expected, MemorySegment bytes, int index) {
    return expected.type() == DType.F64
        ? bytes.get(LittleEndian.DOUBLE_UNALIGNED, 8L * index)
        : LittleEndian.floatAt(bytes, expected.type(), index);
  }

  private static boolean isFar(float ours, double theirs) {
    if (Double.isNaN(theirs) || Double.isInfinite(theirs)) {
      return Float.compare(ours, (float) theirs) != 0;
    }
    return !(Math.abs(ours - theirs) <= ABSOLUTE + RELATIVE * Math.abs(theirs));
  }

  /** Reading a whole folder fails as reading a file of it does. */
  static List<Path> all(Path suite) {
    try (var folders = Files.list(suite)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
