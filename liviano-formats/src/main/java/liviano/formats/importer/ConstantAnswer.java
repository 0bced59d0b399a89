package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.formats.importer.ForeignValue.Known;
import liviano.model.TensorLayout;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/**
 * What an operation gives for constants: the operation alone is imported as a network whose only
 * input is the first of them, and run.
 */
record ConstantAnswer(Assembly assembly) {

  List<ForeignValue> of(ForeignNode node) {
    Tensor first = Numbers.stored(assembly.constant(node, 0));
    Map<Integer, ForeignConstant> constants = new HashMap<>();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(node.has(i) ? i : ForeignNode.ABSENT);
      if (i > 0 && node.has(i)) {
        Tensor tensor = assembly.constant(node, i);
        constants.put(
            i, new ForeignConstant(tensor.type(), new Known(tensor).dims(), tensor::data));
      }
    }
    SequencedMap<String, Integer> outputs = new LinkedHashMap<>();
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      boolean asked = node.gives(i);
      int tensor = inputs.size() + i;
      given.add(asked ? tensor : ForeignNode.ABSENT);
      if (asked) {
        outputs.put("given" + i, tensor);
      }
    }
    SequencedMap<Integer, List<Integer>> input = new LinkedHashMap<>();
    input.put(0, new Known(first).dims());
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs.size() + given.size(); i++) {
      names.add("tensor" + i);
    }
    ForeignNode alone = new ForeignNode(node.title(), node.name(), node.op(), inputs, given);
    ForeignGraph graph =
        new ForeignGraph(
            input,
            constants,
            List.of(alone),
            outputs,
            names,
            assembly.layout(),
            Map.of(0, first.type()));
    assembly.spend(node, first.data().byteSize());
    return answers(GraphImporter.of(graph, assembly.budget()), first, alone);
  }

  private List<ForeignValue> answers(ImportedGraph imported, Tensor first, ForeignNode node) {
    Session session =
        Engine.compile(imported.graph(), imported.weights(), CompileOptions.defaults())
            .newSession();
    String input = imported.graph().inputs().getFirst().name();
    MemorySegment lying = MemorySegment.ofArray(new byte[(int) first.data().byteSize()]);
    imported.layouts().get(input).toMemory(first.data(), lying, first.type().bytes());
    fill(session.input(input), first.type(), lying);
    session.run();
    List<ForeignValue> answers = new ArrayList<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      String name = "given" + i;
      answers.add(
          node.gives(i)
              ? new Known(answer(session.output(name), imported.layouts().get(name)))
              : new Known(first));
    }
    return answers;
  }

  private static void fill(SessionTensor to, DType type, MemorySegment bytes) {
    switch (type) {
      case F32 -> to.copyFrom(bytes.toArray(LittleEndian.FLOAT_UNALIGNED));
      case I32 -> to.copyFrom(bytes.toArray(LittleEndian.INT_UNALIGNED));
      case I64 -> to.copyFrom(bytes.toArray(LittleEndian.LONG_UNALIGNED));
      default -> to.copyFrom(bytes.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static Tensor answer(SessionTensor tensor, TensorLayout layout) {
    DType type = tensor.format();
    int count = tensor.elements();
    MemorySegment lying =
        MemorySegment.ofArray(new byte[Math.multiplyExact(count, type.bytes())]);
    switch (type) {
      case F32 ->
          MemorySegment.copy(
              tensor.toArray(), 0, lying, LittleEndian.FLOAT_UNALIGNED, 0, count);
      case I32 ->
          MemorySegment.copy(
              tensor.toIntArray(), 0, lying, LittleEndian.INT_UNALIGNED, 0, count);
      case I64 ->
          MemorySegment.copy(
              tensor.toLongArray(), 0, lying, LittleEndian.LONG_UNALIGNED, 0, count);
      default ->
          MemorySegment.copy(
              tensor.toByteArray(), 0, lying, ValueLayout.JAVA_BYTE, 0, count);
    }
    MemorySegment file = MemorySegment.ofArray(new byte[(int) lying.byteSize()]);
    layout.toFile(lying, file, type.bytes());
    return new Tensor("", type, layout.dims(), file);
  }
}
