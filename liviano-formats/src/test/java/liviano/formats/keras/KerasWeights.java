package liviano.formats.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.formats.keras.Hdf5Writer.Group;
import liviano.formats.keras.MobileNetV2Layers.Weight;
import liviano.graph.Graph;
import liviano.weights.Weights;

/** Writes a MobileNetV2's weights as keras-applications publishes them: without the network. */
public final class KerasWeights {
  private KerasWeights() {}

  /** The bytes of the file. */
  public static byte[] file(Graph graph, Weights weights) {
    return Hdf5Writer.file(group(graph, weights, "", Integer.MAX_VALUE));
  }

  /**
   * The root of the file.
   *
   * @param prefix before the names of layers: older files have others than the layers of today
   * @param last how many layers with weights it has
   */
  static Group group(Graph graph, Weights weights, String prefix, int last) {
    MobileNetV2Layers layers = MobileNetV2Layers.of(graph, weights, "classifier");
    Group root = new Group();
    List<String> names = new ArrayList<>(List.of("input_1"));
    root.at("input_1").fixed("weight_names");
    for (Map.Entry<String, List<Weight>> layer :
        layers.weights.entrySet().stream().limit(last).toList()) {
      String name = prefix + layer.getKey();
      names.add(name);
      Group group = root.at(name);
      List<String> arrays = new ArrayList<>();
      for (Weight weight : layer.getValue()) {
        String array = prefix + weight.name() + ":0";
        arrays.add(array);
        group.array(array, weight.dims(), weight.values());
      }
      group.fixed("weight_names", arrays.toArray(String[]::new));
    }
    root.fixed("layer_names", names.toArray(String[]::new));
    return root;
  }
}
