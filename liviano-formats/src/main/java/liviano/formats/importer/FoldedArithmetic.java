package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.kernels.Providers;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * What reads constants alone: computed once, in a network of its own, by the layers that it would
 * become.
 */
record FoldedArithmetic(Assembly assembly, Limits limits) {

  /** What the node gives; empty if it reads what is computed, or no layer of ours folds it. */
  Optional<List<ForeignValue>> fold(ForeignNode node) {
    if (!isFolded(node.op()) || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    List<ForeignValue> constants = new ArrayList<>();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!node.has(i)) {
        inputs.add(ForeignNode.ABSENT);
        constants.add(null);
      } else if (assembly.operand(node, i) instanceof Known known) {
        inputs.add(i);
        constants.add(known);
        if (known.tensor().elementCount() == 0) {
          return Optional.empty();
        }
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(computed(node, inputs, constants));
  }

  private static boolean isFolded(ForeignOp op) {
    return switch (op) {
      case ForeignOp.Combine _, ForeignOp.Cast _, ForeignOp.Activate _, ForeignOp.Clamp _ -> true;
      case ForeignOp.Gather _, ForeignOp.GatherNd _, ForeignOp.ArgMax _, ForeignOp.Reduce _ -> true;
      case ForeignOp.Concatenate _, ForeignOp.Pack _, ForeignOp.Unpack _, ForeignOp.Split _ -> true;
      case ForeignOp.SliceOf _, ForeignOp.SliceAxes _, ForeignOp.StridedSlice _ -> true;
      case ForeignOp.Tile _, ForeignOp.Pad _, ForeignOp.Transpose _, ForeignOp.Mean _ -> true;
      case ForeignOp.Squeeze _, ForeignOp.ExpandDims _, ForeignOp.OfTensors _ -> true;
      default -> false;
    };
  }

  /** The first input in the place of what is computed; the others say axes, extents and places. */
  private List<ForeignValue> computed(
      ForeignNode node, List<Integer> inputs, List<ForeignValue> constants) {
    ForeignNode alone =
        new ForeignNode(node.title(), node.name(), node.op(), inputs, node.outputs());
    ForeignGraph source =
        new ForeignGraph(
            new LinkedHashMap<>(),
            Map.of(),
            List.of(alone),
            new LinkedHashMap<>(),
            Collections.nCopies(inputs.size(), ""),
            assembly.layout(),
            Map.of(),
            Map.of());
    GraphImporter importer = new GraphImporter(source, limits);
    Assembly scratch = importer.assembly();
    scratch.graph().input("nothing", Shape.of(1));
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) == i) {
        scratch.put(i, constants.get(i));
      }
    }
    Value first = new Operands(scratch).value(alone, 0);
    scratch.put(0, Computed.of(first, constants.getFirst().dims()));
    return numbers(node, alone, scratch, importer.layers(alone));
  }

  private List<ForeignValue> numbers(
      ForeignNode node, ForeignNode alone, Assembly scratch, List<ForeignValue> given) {
    List<String> names = new ArrayList<>();
    for (ForeignValue value : given) {
      String name = "given" + names.size();
      if (value instanceof Computed computed) {
        Value held = scratch.value(alone, computed);
        assembly.made().spend(node, (long) held.shape().elements() * held.type().dtype().bytes());
        scratch.graph().output(name, held);
      }
      names.add(name);
    }
    Graph graph = scratch.graph().build();
    Session session =
        Engine.compile(
                graph,
                Weights.of(scratch.weights()),
                CompileOptions.builder()
                    .providers(Providers.named("scalar"))
                    .threads(1)
                    .limits(limits)
                    .build())
            .newSession();
    session.run();
    List<ForeignValue> known = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      known.add(
          given.get(i) instanceof Computed computed
              ? known(session, graph.outputs().get(names.get(i)), names.get(i), computed.dims())
              : given.get(i));
    }
    return known;
  }

  private static ForeignValue known(
      Session session, Value value, String output, List<Integer> dims) {
    long[] extents = dims.stream().mapToLong(Integer::longValue).toArray();
    long bytes = (long) value.shape().elements() * value.type().dtype().bytes();
    byte[] held = new byte[Math.toIntExact(bytes)];
    MemorySegment copy = MemorySegment.ofArray(held);
    copy.copyFrom(session.output(output).segment().asSlice(0, bytes));
    return new Known(new Tensor("", value.type().dtype(), Extents.of(extents), copy));
  }
}
