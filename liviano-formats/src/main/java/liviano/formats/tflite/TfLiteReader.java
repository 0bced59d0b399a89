package liviano.formats.tflite;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.formats.IntegerRounding;
import liviano.formats.Marks;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignGraph;
import liviano.formats.importer.GraphImporter;
import liviano.formats.importer.ImportedGraph;
import liviano.formats.importer.ImportedModel.Facts;
import liviano.formats.importer.ImportedModel.NamedClasses;
import liviano.formats.importer.LabelFiles;
import liviano.formats.importer.ReturnedModel;

/**
 * TensorFlow Lite files of networks of floats or quantized integers. Weights are views of the file,
 * which is mapped into memory and must stay as it is while the model is in use.
 */
public final class TfLiteReader implements ModelReader {
  private static final String OURS = "liviano.";
  private static final int MARK_AT = 4;
  private static final byte[] MARK = "TFL3".getBytes(US_ASCII);

  private final Optional<IntegerRounding> rounding;

  /**
   * @param rounding of quantized networks; empty for what a file says of itself, and {@link
   *     IntegerRounding#XNNPACK} where it says nothing
   */
  public TfLiteReader(Optional<IntegerRounding> rounding) {
    this.rounding = rounding;
  }

  @Override
  public String reads() {
    return "TensorFlow Lite";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (!Marks.isAt(channel, MARK_AT, MARK)) {
        return Optional.empty();
      }
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return Optional.of(model(path, bytes, limits));
    }
  }

  private ReadModel model(Path path, MemorySegment bytes, Limits limits) throws IOException {
    TfLiteModel model = ModelParser.parse(bytes, limits);
    ForeignGraph network = TfLiteNetwork.of(model, limits);
    ImportedGraph imported = GraphImporter.of(network, limits);
    TfLiteMetadata metadata = TfLiteMetadata.of(model, path, limits);
    Optional<NamedClasses> beside =
        metadata.classes().isPresent() ? Optional.empty() : LabelFiles.beside(path, limits);
    Map<String, String> texts = texts(model, limits);
    ReadModel read =
        ReturnedModel.of(
            imported,
            new Facts(
                "a TensorFlow Lite file",
                metadata.title().orElse(path.getFileName().toString()),
                metadata.classes().or(() -> beside),
                metadata.normalization()),
            texts);
    return switch (rounding.orElseGet(() -> RoundingText.read(texts))) {
      case TFLITE -> read;
      case XNNPACK -> new ReadModel(XnnpackRounding.of(read.model()), read.notices());
    };
  }

  /** What we write beside a network; other programs' metadata are read elsewhere. */
  private static Map<String, String> texts(TfLiteModel model, Limits limits) {
    Map<String, String> texts = new LinkedHashMap<>();
    model
        .metadata()
        .forEach(
            (name, bytes) -> {
              if (name.startsWith(OURS)) {
                limits.require(Limit.TEXT_BYTES, bytes.byteSize(), "metadata '" + name + "'");
                texts.put(name, new String(bytes.toArray(ValueLayout.JAVA_BYTE), UTF_8));
              }
            });
    return texts;
  }
}
