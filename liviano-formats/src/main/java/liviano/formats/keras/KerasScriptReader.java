package liviano.formats.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.tfjs.ScriptModule;
import liviano.formats.tfjs.TfjsShards.Shard;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;

/**
 * TensorFlow.js layers models that a bundler packed into JavaScript files, the weights as base64: a
 * folder with {@code model.min.js}. No script is run.
 */
public final class KerasScriptReader implements ModelReader {
  private static final String ENDING = ".min.js";
  private static final String FILE = "model" + ENDING;
  private static final String TITLE = "a TensorFlow.js layers model in JavaScript files";

  @Override
  public String reads() {
    return "TensorFlow.js layers models in JavaScript files (a folder with model.min.js)";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    Path file = path.resolve(FILE);
    if (!Files.isDirectory(path) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonLimits limits = JsonLimits.defaults().withMaxDepth(JsonLimits.DEEPEST);
      TfjsLayers layers =
          TfjsLayers.of(ScriptModule.json(file, limits).asObject())
              .orElseThrow(() -> new MalformedModelException("it exports no Keras model"));
      Path folder = file.toAbsolutePath().getParent();
      return Optional.of(layers.read(name -> shard(folder, name), TITLE, file));
    } catch (JsonException e) {
      throw new MalformedModelException(file.toString(), e.getMessage());
    } catch (MalformedModelException e) {
      throw e.inFile(file.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(file.toString());
    }
  }

  private record ScriptShard(String name, byte[] data) implements Shard {
    @Override
    public long bytes() {
      return data.length;
    }

    @Override
    public void copyTo(ByteBuffer into) {
      into.put(data);
    }
  }

  private static Shard shard(Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ENDING);
    if (!Files.isRegularFile(file)) {
      throw new MalformedModelException(
          "the script of shard " + Json.quote(name) + " is missing: " + file.getFileName());
    }
    try {
      return new ScriptShard(name, ScriptModule.base64(file));
    } catch (MalformedModelException e) {
      throw e.inFile(file.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(file.toString());
    }
  }
}
