package liviano.formats.npy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.JsonRefusal;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.names.Checkpoint;
import liviano.formats.names.NamedNetwork;
import liviano.formats.zip.ZipArchive;
import liviano.formats.zip.ZipArchive.Entry;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.weights.SafeTensorsFile;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * NumPy's archives of arrays ({@code .npz}): our own, and networks known by the names of their
 * arrays. Arrays that are not compressed are views of the file, which is mapped into memory and
 * must stay as it is while the model is in use.
 */
public final class NpzReader implements ModelReader {
  private static final String ARRAY = ".npy";
  private static final int MOST_NAMED = 4;

  @Override
  public String reads() {
    return "NumPy archives (.npz)";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    MemorySegment bytes = ZipArchive.map(path);
    if (!ZipArchive.isZip(bytes)) {
      return Optional.empty();
    }
    ZipArchive archive = ZipArchive.of(bytes, limits);
    boolean npz =
        archive.entries().keySet().stream()
            .allMatch(name -> name.endsWith(ARRAY) || name.equals(NpzWriter.TEXTS));
    return npz ? Optional.of(model(path, archive, limits)) : Optional.empty();
  }

  private static ReadModel model(Path path, ZipArchive archive, Limits limits) {
    List<Tensor> arrays = new ArrayList<>();
    for (Entry entry : archive.entries().values()) {
      if (entry.name().endsWith(ARRAY)) {
        arrays.add(array(archive, entry));
      }
    }
    Weights weights = Weights.of(arrays);
    Map<String, String> texts = texts(archive, limits);
    if (Model.isModel(texts)) {
      return ReadModel.of(Model.of(new SafeTensorsFile(weights, texts), path.toString(), limits));
    }
    return NamedNetwork.read(new Checkpoint("a NumPy archive", weights, texts))
        .orElseThrow(() -> new UnsupportedModelException(described(weights)));
  }

  private static Tensor array(ZipArchive archive, Entry entry) {
    String name = entry.name().substring(0, entry.name().length() - ARRAY.length());
    try {
      return Npy.parse(name, archive.read(entry));
    } catch (MalformedModelException e) {
      throw new MalformedModelException(
          "", -1, "'" + entry.name() + "' in it: " + e.getMessage(), e);
    }
  }

  /** Texts by their keys, as our own archives have them. */
  private static Map<String, String> texts(ZipArchive archive, Limits limits) {
    Entry entry = archive.entries().get(NpzWriter.TEXTS);
    if (entry == null) {
      return Map.of();
    }
    limits.require(Limit.TEXT_BYTES, entry.size(), entry.name());
    try {
      JsonObject object =
          Json.parse(archive.read(entry).toArray(ValueLayout.JAVA_BYTE), JsonLimits.within(limits))
              .asObject();
      Map<String, String> texts = new LinkedHashMap<>();
      object.members().keySet().forEach(key -> texts.put(key, object.string(key)));
      return texts;
    } catch (JsonException e) {
      throw JsonRefusal.of("", "'" + entry.name() + "' in it", e);
    }
  }

  private static String described(Weights weights) {
    String some =
        weights.tensors().stream()
            .limit(MOST_NAMED)
            .map(tensor -> tensor.name() + " " + tensor.dims())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "arrays (%d: %s%s) hold no network, and these are the names of none that is" + " known",
        weights.size(),
        some,
        weights.size() > MOST_NAMED ? ", ..." : "");
  }
}
