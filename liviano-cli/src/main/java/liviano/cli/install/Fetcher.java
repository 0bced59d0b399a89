package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches files over the network. */
@FunctionalInterface
interface Fetcher {
  /**
   * Fetches one file.
   *
   * @param file where it is to be; what is there when this fails may be anything
   * @param maxBytes the largest that is taken
   * @param tick called several times a second meanwhile
   * @throws IOException if there is no answer within the limit, or none with such a file
   */
  void fetch(URI address, Path file, long maxBytes, Duration limit, Runnable tick)
      throws IOException;
}
