package liviano.cli.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;

/**
 * Files from a public address.
 *
 * @param limit for each file
 */
record Web(Fetcher fetcher, Duration limit) {
  /** The most that is taken of a file whose size is not stated, bytes. */
  private static final long MOST_BYTES = 256L << 20;

  /**
   * Fetches the files, and stops at the first that is not what it must be.
   *
   * @param scratch an empty folder
   * @throws IOException if one cannot be had, or is something else
   */
  Sources.Fetched fetch(Source.WebFolder source, Path scratch, Runnable tick) throws IOException {
    Path files = Files.createDirectory(scratch.resolve("files"));
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    for (Map.Entry<String, Digest> entry : source.files().entrySet()) {
      URI address = source.address(entry.getKey());
      downloads.put(
          address.toString(),
          fetch(address, files.resolve(entry.getKey()), entry.getValue(), tick));
    }
    return new Sources.Fetched(files, downloads);
  }

  /**
   * Fetches a file, and takes out of an archive what is wanted.
   *
   * @param scratch an empty folder
   * @throws IOException if it cannot be had, is something else, or lacks the member
   */
  Sources.Fetched fetch(Source.WebFile source, Path scratch, Runnable tick) throws IOException {
    Path files = Files.createDirectory(scratch.resolve("files"));
    Path folder = source.member().isPresent() ? scratch : files;
    Path file = folder.resolve(source.fileName());
    SequencedMap<String, Digest> downloads = new LinkedHashMap<>();
    downloads.put(
        source.address().toString(), fetch(source.address(), file, source.digest(), tick));
    if (source.member().isPresent()) {
      new Tarball(file).unpack(Map.of(source.member().get(), Digest.UNSTATED), files);
    }
    return new Sources.Fetched(files, downloads);
  }

  private Digest fetch(URI address, Path file, Digest digest, Runnable tick) throws IOException {
    try {
      fetcher.fetch(address, file, digest.bytes().orElse(MOST_BYTES), limit, tick);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw new IOException(
          String.format(Locale.ROOT, "%s: %s", file.getFileName(), e.getMessage()), e);
    }
    return digest.require(file);
  }
}
