package liviano.cli.install;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A gzipped tar archive from which a few files are taken. It is refused as a whole if any entry is
 * out of the ordinary: a name that leads out of the folder or comes twice, a link, a device, a file
 * of another size than expected.
 *
 * @param file the archive
 */
record Tarball(Path file) {
  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_BYTES = 256L << 20;
  private static final Pattern ROOTED = Pattern.compile("[/\\\\].*|[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  /**
   * Unpacks the wanted files and nothing else, side by side under the last part of their names.
   *
   * @param wanted the path of each file, and what it must be; a star and the end of a path stands
   *     for the one file whose path ends so
   * @param target an existing folder; what it holds when this fails may be anything
   * @throws IOException if the archive is refused, broken, or lacks a file
   */
  void unpack(Map<String, Digest> wanted, Path target) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new CappedStream(new GZIPInputStream(bytes), MAX_BYTES))) {
      Set<String> missing = new TreeSet<>(wanted.keySet());
      missing.removeAll(unpack(tar, wanted, target));
      if (!missing.isEmpty()) {
        throw new IOException(
            String.format(Locale.ROOT, "it lacks %s", String.join(", ", missing)));
      }
    } catch (EOFException e) {
      throw refusal("it is cut off", e);
    } catch (ZipException e) {
      throw refusal(String.format(Locale.ROOT, "it is damaged (%s)", e.getMessage()), e);
    } catch (IOException | IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  /** In one line: names in a reason come from the archive. */
  private IOException refusal(String reason, Exception cause) {
    String plain = reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
    return new IOException(String.format(Locale.ROOT, "%s: %s", file.getFileName(), plain), cause);
  }

  /** The names of the files that were unpacked. */
  private Set<String> unpack(TarArchiveInputStream tar, Map<String, Digest> wanted, Path target)
      throws IOException {
    Set<String> seen = new HashSet<>();
    Set<String> unpacked = new HashSet<>();
    for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
      String name = entry.getName();
      requireOrdinary(entry);
      if (!seen.add(name)) {
        throw new IOException(String.format(Locale.ROOT, "entry '%s' comes twice", name));
      }
      if (seen.size() > MAX_ENTRIES) {
        throw new IOException(
            String.format(Locale.ROOT, "it has more than %d entries", MAX_ENTRIES));
      }
      Optional<String> wish =
          wanted.keySet().stream().filter(path -> isWanted(name, path)).findFirst();
      if (wish.isPresent() && !entry.isDirectory()) {
        if (!unpacked.add(wish.get())) {
          throw new IOException(String.format(Locale.ROOT, "two entries end in %s", wish.get()));
        }
        unpack(tar, entry, wanted.get(wish.get()), target.resolve(Source.last(name)));
      }
    }
    return unpacked;
  }

  private static boolean isWanted(String name, String path) {
    return path.startsWith("*") ? name.endsWith(path.substring(1)) : name.equals(path);
  }

  private static void unpack(
      TarArchiveInputStream tar, TarArchiveEntry entry, Digest digest, Path file)
      throws IOException {
    OptionalLong bytes = digest.bytes();
    if (bytes.isPresent() && entry.getSize() != bytes.getAsLong()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "entry '%s' has %d bytes, expected %d",
              entry.getName(),
              entry.getSize(),
              bytes.getAsLong()));
    }
    Files.copy(tar, file);
    digest.require(file);
  }

  private static void requireOrdinary(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (ROOTED.matcher(name).matches()
        || List.of(SEPARATOR.split(name)).contains("..")
        || name.indexOf('\0') >= 0) {
      throw new IOException(
          String.format(Locale.ROOT, "entry '%s' leads out of the archive's folder", name));
    }
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw new IOException(String.format(Locale.ROOT, "entry '%s' is a link", name));
    }
    boolean plain =
        switch (entry.getLinkFlag()) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> !entry.isSparse();
          case TarConstants.LF_DIR -> true;
          default -> false;
        };
    if (!plain) {
      throw new IOException(String.format(Locale.ROOT, "entry '%s' is no ordinary file", name));
    }
  }
}
