package liviano.cli.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** Fetches files over the network. */
@FunctionalInterface
interface Fetcher {
  /**
   * What is known of a file that was fetched.
   *
   * @param joined whether it was put together of what several answers brought
   * @param told its SHA-256 as the host said that was asked, and that alone
   */
  record Received(boolean joined, Optional<String> told) {}

  /**
   * Fetches one file. The caller compares it with its digest: what is there afterwards has the
   * right length where one is stated, and no more is known of it.
   *
   * @param file where it is to be; a beginning of it that an earlier call left there is gone on
   *     from, and when this fails what has come so far stays
   * @throws FileSystemException if the file cannot be written
   * @throws AbsentException if the address answers that it has no such file
   * @throws IOException if it cannot be reached, or does not give the file
   */
  Received fetch(Download download, Path file, Listener listener) throws IOException;
}
