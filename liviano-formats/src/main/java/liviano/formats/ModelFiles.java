package liviano.formats;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.keras.KerasArchiveReader;
import liviano.formats.keras.KerasH5Reader;
import liviano.formats.keras.KerasScriptReader;
import liviano.formats.keras.KerasTfjsReader;
import liviano.formats.npy.DeepLabNpyReader;
import liviano.formats.npy.NpzReader;
import liviano.formats.onnx.OnnxReader;
import liviano.formats.pytorch.PyTorchReader;
import liviano.formats.safetensors.LivianoReader;
import liviano.formats.safetensors.NamedSafeTensorsReader;
import liviano.formats.tensorflow.FrozenGraphReader;
import liviano.formats.tensorflow.TfjsGraphReader;
import liviano.formats.tfjs.SsdLiteTfjsReader;
import liviano.formats.tflite.TfLiteReader;
import liviano.graph.GraphException;
import liviano.model.Model;

/** Model files of every known kind. */
public final class ModelFiles {
  private static final List<ModelReader> READERS =
      List.of(
          new KerasTfjsReader(),
          new KerasScriptReader(),
          new SsdLiteTfjsReader(),
          new TfjsGraphReader(GraphCut.NONE),
          new DeepLabNpyReader(),
          new TfLiteReader(Optional.empty()),
          new OnnxReader(),
          new FrozenGraphReader(GraphCut.NONE),
          new KerasH5Reader(),
          new KerasArchiveReader(),
          new PyTorchReader(),
          new NpzReader(),
          new LivianoReader(),
          new NamedSafeTensorsReader());

  private ModelFiles() {}

  /**
   * Reads a model of any known kind: a file, or a folder where the kind takes several.
   *
   * @throws MalformedModelException if it is broken, or of no known kind; the message says which
   *     kinds are known
   * @throws UnsupportedModelException if it holds what is not computed here
   * @throws IOException if it cannot be read
   */
  public static Model read(Path path) throws IOException {
    return read(path, _ -> {});
  }

  /**
   * The same, telling what was assumed or left out on the way.
   *
   * @param notices takes a line each
   * @throws MalformedModelException if it is broken, or of no known kind; the message says which
   *     kinds are known
   * @throws UnsupportedModelException if it holds what is not computed here
   * @throws IOException if it cannot be read
   */
  public static Model read(Path path, Consumer<String> notices) throws IOException {
    return read(path, Limits.defaults(), notices);
  }

  /**
   * The same within limits that the caller sets.
   *
   * @param notices takes a line each
   * @throws MalformedModelException if it is broken, or of no known kind; the message says which
   *     kinds are known
   * @throws UnsupportedModelException if it holds what is not computed here, or is beyond the
   *     limits; the message says how to raise them
   * @throws IOException if it cannot be read
   */
  public static Model read(Path path, Limits limits, Consumer<String> notices) throws IOException {
    return read(path, ReadOptions.defaults().withLimits(limits), notices);
  }

  /**
   * The same as options say: a part of a TensorFlow graph, a TensorFlow Lite file with another
   * rounding.
   *
   * @param notices takes a line each
   * @throws MalformedModelException if it is broken, of no known kind, or not of the kind that the
   *     options are for
   * @throws UnsupportedModelException if it holds what is not computed here, or is beyond the
   *     limits; the message says how to raise them
   * @throws IOException if it cannot be read
   */
  public static Model read(Path path, ReadOptions options, Consumer<String> notices)
      throws IOException {
    return read(path, readers(options), options.limits(), notices);
  }

  private static List<ModelReader> readers(ReadOptions options) {
    if (!options.cut().isNone()) {
      return List.of(new TfjsGraphReader(options.cut()), new FrozenGraphReader(options.cut()));
    }
    return options.rounding().isPresent() ? List.of(new TfLiteReader(options.rounding())) : READERS;
  }

  private static Model read(
      Path path, List<ModelReader> readers, Limits limits, Consumer<String> notices)
      throws IOException {
    if (Files.isRegularFile(path)) {
      limits.require(Limit.FILE_BYTES, Files.size(path), path.toString());
      requireReadable(path);
    } else if (Files.exists(path) && !Files.isDirectory(path)) { // reading it might never end
      throw new MalformedModelException(
          path.toString(), "is a device or pipe; give a model file, or the folder of one");
    } else if (Files.isDirectory(path) && !(Files.isReadable(path) && Files.isExecutable(path))) {
      throw new AccessDeniedException(path.toString()); // else it would pass for an empty one
    }
    for (ModelReader reader : readers) {
      Optional<ReadModel> model = read(reader, path, limits);
      if (model.isPresent()) {
        model.get().notices().forEach(notices);
        return model.get().model();
      }
    }
    if (Files.notExists(path)) { // asked last: a checkpoint is named by what its files begin with
      throw new NoSuchFileException(path.toString());
    }
    throw new MalformedModelException(path.toString(), ofNoKind(path, readers));
  }

  private static String ofNoKind(Path path, List<ModelReader> readers) {
    if (readers == READERS) {
      return (Files.isDirectory(path) ? ofFolder(path) : "its tensors are of no known network")
          + "; "
          + kinds();
    }
    return readers.getFirst() instanceof TfLiteReader
        ? "is no TensorFlow Lite file, which alone is rounded in one of two ways"
        : "is no TensorFlow graph, which alone is cut at inputs and outputs";
  }

  /**
   * Names the file in what its reader refuses. What a file asks of a network that no network has is
   * a fault of the file: a resolution, a number of classes, a layer too large.
   */
  private static Optional<ReadModel> read(ModelReader reader, Path path, Limits limits)
      throws IOException {
    try {
      return reader.read(path, limits);
    } catch (MalformedModelException e) {
      throw e.inFile(path.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(path.toString());
    } catch (GraphException | IllegalArgumentException e) {
      throw new MalformedModelException(
          path.toString(), -1, "read as " + reader.reads() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a file that is something else by its first bytes.
   *
   * @throws MalformedModelException says what it is, what to do, and what can be read
   * @throws IOException if it cannot be read
   */
  private static void requireReadable(Path file) throws IOException {
    Optional<FileContent> other = FileContent.of(file);
    // What is wrong with a file of a kind that is read, its reader knows best.
    boolean left =
        other
            .filter(c -> c.isRead() || c.isJson() && file.toString().endsWith(".json"))
            .isPresent();
    if (other.isPresent() && !left) {
      String advice = other.get().advice();
      throw new MalformedModelException(
          file.toString(),
          "is " + other.get().what() + (advice.isEmpty() ? "" : ": " + advice) + "; " + kinds());
    }
  }

  private static String ofFolder(Path folder) {
    return Files.exists(folder.resolve("saved_model.pb"))
        ? "is a TensorFlow SavedModel"
        : "is a directory of no known model";
  }

  private static String kinds() {
    return "what can be read: "
        + READERS.stream().map(ModelReader::reads).collect(Collectors.joining("; "));
  }
}
