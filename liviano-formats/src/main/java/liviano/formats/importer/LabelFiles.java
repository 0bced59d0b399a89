package liviano.formats.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.formats.importer.ImportedModel.NamedClasses;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/**
 * Files with the names of classes: text, a name or an index and a name a line, or JSON, an array of
 * names or an object with such an array as {@code labels}, as Teachable Machine's {@code
 * metadata.json} has it.
 */
public final class LabelFiles {
  private static final String TEXT = "labels.txt";
  private static final String JSON = "metadata.json";
  private static final String ENDING = "_labels.txt";
  private static final String LABELS = "labels";

  private LabelFiles() {}

  /**
   * The labels in a model's folder: {@code labels.txt}, else {@code metadata.json}, else the only
   * file whose name ends in {@code _labels.txt}; empty if there is none of these.
   *
   * @param model a file, or the folder that is the model
   * @throws MalformedModelException if it is no regular file, or no UTF-8
   * @throws liviano.UnsupportedModelException if it is longer than the limits allow
   * @throws IOException if it cannot be read
   */
  public static Optional<NamedClasses> beside(Path model, Limits limits) throws IOException {
    Path absolute = model.toAbsolutePath();
    Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    Path text = folder.resolve(TEXT);
    if (Files.exists(text, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(named(read(text, limits), text));
    }
    Path json = folder.resolve(JSON);
    if (Files.isRegularFile(json)) {
      // Other programs have files of that name, too: only what holds labels is meant.
      Optional<List<String>> labels = ofOthers(json, limits).filter(l -> !l.isEmpty());
      if (labels.isPresent()) {
        return Optional.of(named(labels.get(), json));
      }
    }
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
      all.forEach(others::add);
    }
    return others.size() == 1
        ? Optional.of(named(read(others.getFirst(), limits), others.getFirst()))
        : Optional.empty();
  }

  private static NamedClasses named(List<String> labels, Path file) {
    return new NamedClasses(labels, file.getFileName() + " beside it");
  }

  /**
   * The labels in a file of either kind, within the default limits.
   *
   * @throws MalformedModelException if it is no regular file, no UTF-8, or holds none
   * @throws liviano.UnsupportedModelException if it is longer than the limits allow
   * @throws IOException if it cannot be read
   */
  public static List<String> read(Path file) throws IOException {
    return read(file, Limits.defaults());
  }

  private static List<String> read(Path file, Limits limits) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)
        || !Files.exists(file) && Files.isSymbolicLink(file)) {
      throw new MalformedModelException(
          file.toString(),
          Files.isDirectory(file)
              ? "labels: it is a folder; give the file in it that has a name a line, or JSON"
              : "labels: it is no regular file");
    }
    byte[] bytes = content(file, limits);
    limits.require(Limit.LABEL_BYTES, bytes.length, file.toString());
    String text;
    try {
      text = Utf8.decode(bytes);
    } catch (EncodingException e) {
      throw new MalformedModelException(file.toString(), "labels: " + e.getMessage());
    }
    List<String> labels = inJson(text).orElseGet(() -> LabelLines.of(text));
    if (labels.isEmpty()) {
      throw new MalformedModelException(file.toString(), "labels: there are none in it");
    }
    return labels;
  }

  private static Optional<List<String>> ofOthers(Path json, Limits limits) throws IOException {
    byte[] bytes = content(json, limits);
    try {
      return bytes.length > limits.most(Limit.LABEL_BYTES)
          ? Optional.empty()
          : inJson(Utf8.decode(bytes));
    } catch (EncodingException e) {
      return Optional.empty();
    }
  }

  /** As many bytes as are read, and one more where there are more. */
  private static byte[] content(Path file, Limits limits) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LabelLines.most(limits));
    }
  }

  /** Empty if it is no JSON that holds labels: a label of a text may begin with a bracket. */
  private static Optional<List<String>> inJson(String text) {
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return switch (Json.parse(text, JsonLimits.defaults())) {
        case JsonArray array -> Optional.of(array.strings());
        case JsonObject object -> object.optionalArray(LABELS).map(JsonArray::strings);
        default -> Optional.empty();
      };
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
