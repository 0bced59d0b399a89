package liviano.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import liviano.Limits;

/** Reads one kind of model file. */
public interface ModelReader {
  /** What it reads, for people. */
  String reads();

  /**
   * Reads a file or a folder, if it is of this kind.
   *
   * @param limits on what the file may hold, and on its network
   * @return empty where the file is of another kind
   * @throws liviano.MalformedModelException if it is of this kind, but broken; it need not name the
   *     file, as {@link ModelFiles} does
   * @throws liviano.UnsupportedModelException if it holds what is not computed here, or is beyond
   *     the limits, likewise
   * @throws IOException if it cannot be read
   */
  Optional<ReadModel> read(Path path, Limits limits) throws IOException;
}
