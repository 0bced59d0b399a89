package liviano.formats.keras;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.formats.JsonRefusal;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.zip.ZipArchive;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;

/**
 * Keras models in archives ({@code .keras}): a ZIP of the network in {@code config.json} and the
 * weights in {@code model.weights.h5}. Weights are views of the file, which is mapped into memory
 * and must stay as it is while the model is in use.
 */
public final class KerasArchiveReader implements ModelReader {
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  @Override
  public String reads() {
    return ".keras";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      MemorySegment bytes = ZipArchive.map(path);
      if (!ZipArchive.isZip(bytes)) {
        return Optional.empty();
      }
      ZipArchive archive = ZipArchive.of(bytes, limits);
      boolean keras = List.of(CONFIG, METADATA).stream().anyMatch(archive.entries()::containsKey);
      return keras ? Optional.of(model(path, archive, limits)) : Optional.empty();
    } catch (JsonException e) {
      throw JsonRefusal.of(path.toString(), CONFIG, e);
    }
  }

  private static ReadModel model(Path path, ZipArchive archive, Limits limits) throws IOException {
    KerasModel model = TopologyReader.read(json(archive, CONFIG, limits));
    KerasNetwork.requireKnown(model);
    String version =
        archive.entries().containsKey(METADATA)
            ? json(archive, METADATA, limits).optionalString("keras_version").orElse("")
            : "";
    LayerWeights weights = NumberedWeights.of(model, Hdf5File.of(entry(archive, WEIGHTS), limits));
    return KerasImport.of(model, weights, Dialect.of(version), "a Keras archive", path, limits);
  }

  private static JsonObject json(ZipArchive archive, String name, Limits limits) {
    MemorySegment text = entry(archive, name);
    limits.require(Limit.TEXT_BYTES, text.byteSize(), name);
    JsonLimits deep = JsonLimits.within(limits).withMaxDepth(JsonLimits.DEEPEST);
    return Json.parse(text.toArray(ValueLayout.JAVA_BYTE), deep).asObject();
  }

  private static MemorySegment entry(ZipArchive archive, String name) {
    ZipArchive.Entry entry = archive.entries().get(name);
    if (entry == null) {
      throw new MalformedModelException("is a Keras model without " + name + " in its archive");
    }
    return archive.read(entry);
  }
}
