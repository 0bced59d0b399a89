package liviano.formats.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.tfjs.TfjsShards;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;

/**
 * TensorFlow.js layers models, which are Keras models with their weights in shards: a folder with
 * {@code model.json}, or that file.
 */
public final class KerasTfjsReader implements ModelReader {
  private static final String FILE = "model.json";
  private static final String TITLE = "a TensorFlow.js layers model";

  @Override
  public String reads() {
    return "TensorFlow.js layers models (model.json)";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    Optional<Path> json = modelJson(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    String file = json.get().toString();
    try {
      JsonLimits limits = JsonLimits.defaults().withMaxDepth(JsonLimits.DEEPEST);
      Optional<TfjsLayers> layers = TfjsLayers.of(Json.read(json.get(), limits).asObject());
      if (layers.isEmpty()) {
        return Optional.empty();
      }
      Path folder = json.get().toAbsolutePath().getParent();
      return Optional.of(layers.get().read(TfjsShards.in(folder), TITLE, json.get()));
    } catch (JsonException e) {
      throw new MalformedModelException(file, e.getMessage());
    } catch (MalformedModelException e) {
      throw e.inFile(file);
    } catch (UnsupportedModelException e) {
      throw e.inFile(file);
    }
  }

  private static Optional<Path> modelJson(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    return Optional.of(file)
        .filter(json -> json.toString().endsWith(".json"))
        .filter(Files::isRegularFile);
  }
}
