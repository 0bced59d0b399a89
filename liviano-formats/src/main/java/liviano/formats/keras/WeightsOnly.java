package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.names.Checkpoint;
import liviano.formats.names.NamedNetwork;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * HDF5 files of Keras that hold weights and no network, as keras-applications publishes them. A
 * MobileNetV2 is known by the number and the shapes of its weights in their order; their names
 * changed over the years.
 */
final class WeightsOnly {
  private WeightsOnly() {}

  /**
   * The network whose weights these are.
   *
   * @return empty if it is not a MobileNetV2 with its classifier
   * @throws liviano.MalformedModelException if there are as many weights, but a shape is no layer's
   */
  static Optional<ReadModel> read(Hdf5File file) {
    List<ForeignConstant> weights = inOrder(file);
    List<String> names = NamedNetwork.namesInKerasOrder();
    if (weights.size() != names.size()) {
      return Optional.empty();
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ForeignConstant weight = weights.get(i);
      long[] dims = weight.dims().stream().mapToLong(Integer::longValue).toArray();
      tensors.add(new Tensor(names.get(i), weight.type(), Extents.of(dims), weight.bytes().get()));
    }
    return NamedNetwork.read(
        new Checkpoint("Keras weights without a network,", Weights.of(tensors), Map.of()));
  }

  /** By the lists of layers, and of each layer's weights. */
  private static List<ForeignConstant> inOrder(Hdf5File file) {
    List<ForeignConstant> weights = new ArrayList<>();
    for (String layer : file.texts("/", "layer_names").orElse(List.of())) {
      String group = "/" + layer + "/";
      for (String name : file.texts(group, "weight_names").orElse(List.of())) {
        Optional.ofNullable(file.arrays().get(group + name)).ifPresent(weights::add);
      }
    }
    return weights;
  }
}
