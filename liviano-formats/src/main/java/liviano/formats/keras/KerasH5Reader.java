package liviano.formats.keras;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.JsonRefusal;
import liviano.formats.Marks;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.KerasModel.Layer;
import liviano.formats.keras.NamedWeights.Named;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * Keras models in HDF5 files: the network is a text in the attribute {@code model_config}, each
 * layer's weights are a group. Of files without that attribute a MobileNetV2 is known by its
 * weights. Weights are views of the file, which is mapped into memory and must stay as it is while
 * the model is in use.
 */
public final class KerasH5Reader implements ModelReader {
  private static final byte[] MARK = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String CONFIG = "model_config";
  private static final String WEIGHTS = "/model_weights/";
  private static final String NAMES = "weight_names";
  private static final String VERSION = "keras_version";

  @Override
  public String reads() {
    return "Keras models (.h5)";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (!Marks.isAt(channel, 0, MARK)) {
        return Optional.empty();
      }
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return Optional.of(model(path, Hdf5File.of(bytes, limits), limits));
    } catch (JsonException e) {
      throw JsonRefusal.of(path.toString(), CONFIG, e);
    }
  }

  private static ReadModel model(Path path, Hdf5File file, Limits limits) throws IOException {
    Optional<String> stated = file.text("/", CONFIG);
    if (stated.isEmpty()) {
      return WeightsOnly.read(file).orElseThrow(() -> withoutNetwork(file));
    }
    String config = stated.get();
    JsonLimits deep = JsonLimits.within(limits).withMaxDepth(JsonLimits.DEEPEST);
    JsonObject json = Json.parse(config, deep).asObject();
    KerasModel model = TopologyReader.read(json);
    KerasNetwork.requireKnown(model);
    String version = file.text("/", VERSION).or(() -> file.text(WEIGHTS, VERSION)).orElse("");
    return KerasImport.of(
        model, weights(model, file), Dialect.of(version), "a Keras file", path, limits);
  }

  private static MalformedModelException withoutNetwork(Hdf5File file) {
    boolean weights = file.texts("/", "layer_names").isPresent() || NumberedWeights.isIn(file);
    return new MalformedModelException(
        weights
            ? "it holds weights without a network, and not those of a MobileNetV2 with its classifier;"
                + " save the whole model, with model.save(...) and not model.save_weights(...)"
            : "is an HDF5 file without a Keras model: it has no attribute " + CONFIG);
  }

  /** A group of weights belongs to each layer of the outermost network. */
  private static LayerWeights weights(KerasModel model, Hdf5File file) {
    LayerWeights weights = new LayerWeights();
    for (Layer layer : model.layers()) {
      if (!LayerWeights.weighted(layer).isEmpty()) {
        NamedWeights.assign(
            List.of(layer), group(file, WEIGHTS + layer.name() + "/"), true, weights);
      }
    }
    return weights;
  }

  /** By the list of names, or where there is none all arrays of the group. */
  private static List<Named> group(Hdf5File file, String group) {
    List<Named> named = new ArrayList<>();
    List<String> names =
        file.texts(group, NAMES)
            .orElseGet(
                () ->
                    file.arrays().keySet().stream()
                        .filter(path -> path.startsWith(group))
                        .map(path -> path.substring(group.length()))
                        .collect(Collectors.toList()));
    for (String name : names) {
      ForeignConstant array = file.arrays().get(group + name);
      if (array != null) {
        named.add(new Named(name.replaceFirst(":\\d+$", ""), array));
      }
    }
    return named;
  }
}
