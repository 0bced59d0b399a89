package liviano.formats.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.formats.FileContent;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.GraphImporter;
import liviano.formats.importer.ImportedGraph;
import liviano.formats.importer.ImportedModel.Facts;
import liviano.formats.importer.LabelFiles;
import liviano.formats.importer.ReturnedModel;

/**
 * ONNX files. Weights are views of the file, which is mapped into memory and must stay as it is
 * while the model is in use; so are those that lie in files beside it.
 */
public final class OnnxReader implements ModelReader {
  /** Protobuf messages end there. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  @Override
  public String reads() {
    return "ONNX";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path) || FileContent.of(path).filter(FileContent::isOnnx).isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > MOST_BYTES) {
        throw new MalformedModelException("it is longer than a protobuf message may be");
      }
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return Optional.of(model(path, bytes, limits));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ReadModel model(Path path, MemorySegment bytes, Limits limits) throws IOException {
    Optional<Path> folder = Optional.of(path.toAbsolutePath().getParent());
    OnnxModel model = OnnxModel.of(bytes, limits);
    ImportedGraph imported = imported(model, new ExternalData(folder, limits), Map.of(), limits);
    return ReturnedModel.of(
        imported,
        new Facts(
            "an ONNX file",
            path.getFileName().toString(),
            LabelFiles.beside(path, limits),
            Optional.empty()),
        model.metadata());
  }

  /**
   * The network of a model.
   *
   * @param given constants in place of inputs
   */
  static ImportedGraph imported(
      OnnxModel model, ExternalData external, Map<String, ForeignConstant> given, Limits limits) {
    return GraphImporter.of(OnnxNetwork.of(model, external, given), limits);
  }
}
