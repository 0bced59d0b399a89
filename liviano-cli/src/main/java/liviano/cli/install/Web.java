package liviano.cli.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.cli.Failures;
import liviano.formats.store.Checksum;
import liviano.formats.store.Digest;

/** Gets files from their own addresses. */
record Web(Fetcher fetcher) implements Origin {
  @Override
  public Digest get(Download download, Path target, Workplace place, Listener listener)
      throws IOException {
    Path part = place.part(download.fileName());
    Fetcher.Received received = fetch(download, part, listener);
    Files.move(part, target);
    try {
      return digest(download, received).require(target);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      if (!received.joined()) {
        throw e;
      }
      listener.note(
          download.fileName() + ": its parts do not belong together; fetching it from the start");
    }
    received = fetch(download, part, listener);
    Files.move(part, target);
    return digest(download, received).require(target);
  }

  /** What the catalogue states, or else the host. */
  private static Digest digest(Download download, Fetcher.Received received) {
    Digest digest = download.digest();
    return received.told().isPresent()
        ? new Digest(digest.bytes(), new Checksum.Sha256(received.told().get()))
        : digest;
  }

  private Fetcher.Received fetch(Download download, Path part, Listener listener)
      throws IOException {
    try {
      return fetcher.fetch(download, part, listener);
    } catch (FileSystemException e) {
      Part.open(part, download).delete();
      throw e;
    } catch (AbsentException e) {
      throw new AbsentException(download.fileName() + ": " + e.getMessage());
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %s%s",
              download.fileName(),
              Failures.describe(e),
              kept(Part.open(part, download))),
          e);
    }
  }

  /** What can be used later, in words; the rest is deleted. */
  private static String kept(Part part) throws IOException {
    if (part.length() == 0) {
      part.delete();
      return "";
    }
    return String.format(
        Locale.ROOT, " (%,d bytes are kept, and the next pull goes on from there)", part.length());
  }
}
