package liviano.cli.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import liviano.formats.store.Digest;

/** Gives the files that published models have at public addresses. */
interface Origin {
  /**
   * Gets a file and checks it.
   *
   * @param target where it is to be; nothing is there if this fails
   * @return what it is, in full
   * @throws FileSystemException if it cannot be written
   * @throws IOException if it cannot be had, or is another than it must be
   */
  Digest get(Download download, Path target, Workplace place, Listener listener) throws IOException;
}
