package liviano.formats.tensorflow;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import liviano.Limits;
import liviano.formats.FileContent;
import liviano.formats.GraphCut;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;

/**
 * Frozen TensorFlow graphs: binary {@code GraphDef} files with their weights in them. Weights are
 * views of the file, which is mapped into memory and must stay as it is while the model is in use.
 */
public final class FrozenGraphReader implements ModelReader {
  private final GraphCut cut;

  /** Reads the part of a graph that a cut says. */
  public FrozenGraphReader(GraphCut cut) {
    this.cut = cut;
  }

  @Override
  public String reads() {
    return "frozen TensorFlow graphs (.pb)";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    if (!Files.isRegularFile(path)
        || FileContent.of(path).filter(FileContent::isTensorFlowGraph).isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      GraphDef graph = FrozenGraphParser.parse(bytes, limits);
      return Optional.of(GraphModel.of(graph, cut, "a frozen TensorFlow graph", path, limits));
    }
  }
}
