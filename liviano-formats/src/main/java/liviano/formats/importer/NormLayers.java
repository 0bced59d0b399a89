package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/** Batch norm, which stays what it is: the engine folds it into the convolution before it. */
record NormLayers(Assembly assembly) {
  private static final List<String> ROLES = List.of(".scale", ".offset", ".mean", ".variance");

  ForeignValue batchNorm(ForeignNode node, float epsilon) {
    Computed data = assembly.channelsLast(node, assembly.computed(node, 0));
    List<Tensor> tensors = new ArrayList<>();
    String name = assembly.name(node);
    for (String role : ROLES) {
      Tensor tensor = assembly.constant(node, tensors.size() + 1);
      if (!tensor.type().isFloating() || tensor.elementCount() != data.channels()) {
        throw node.malformed(
            "its "
                + role.substring(1)
                + " is "
                + tensor.type()
                + tensor.dims()
                + " for "
                + data.channels()
                + " channels");
      }
      Extents dims = Extents.of(data.channels());
      tensors.add(new Tensor(name + role, tensor.type(), dims, tensor.data()));
    }
    Value value = assembly.graph().add(name, new Op.BatchNorm(epsilon), assembly.value(node, data));
    assembly.weights().addAll(tensors);
    return assembly.asInFile(Computed.of(value, data.dims()));
  }
}
