package liviano.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Files from a public address.
 *
 * @param limit for each file
 */
record Web(Fetcher fetcher, Duration limit) {
  /**
   * Fetches the files, and stops at the first that is not what it must be.
   *
   * @param wanted name of each file, and what it must be
   * @param scratch an empty folder
   * @return the folder with the files
   * @throws IOException if one cannot be had, or is something else
   */
  Path fetch(Source.WebFolder source, Map<String, Digest> wanted, Path scratch, Runnable tick)
      throws IOException {
    Path files = Files.createDirectory(scratch.resolve("files"));
    for (Map.Entry<String, Digest> entry : wanted.entrySet()) {
      String name = entry.getKey();
      Path file = files.resolve(name);
      try {
        fetcher.fetch(source.base().resolve(name), file, entry.getValue().bytes(), limit, tick);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw new IOException(String.format(Locale.ROOT, "%s: %s", name, e.getMessage()), e);
      }
      entry.getValue().require(file);
    }
    return files;
  }
}
