package liviano.cli.install;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A gzipped tar archive from which a few files are taken. It is refused as a whole if any entry is
 * out of the ordinary: a name that leads out of the folder or comes twice, a link, a device, a file
 * of another size than expected; and if it has too many of them, or grows too much.
 *
 * @param file the archive
 * @param limits of its entries, their names and their bytes
 */
record Tarball(Path file, Limits limits) {
  /** More than that would be no archive but a tiny one of long zeros. */
  private static final long ALWAYS_ALLOWED = 1L << 20;

  /** Within the default limits. */
  Tarball(Path file) {
    this(file, Limits.defaults());
  }

  /**
   * Unpacks the wanted files and nothing else, side by side under the last part of their names.
   *
   * @param wanted the path of each file, and what it must be; a star and the end of a path stands
   *     for the one file whose path ends so
   * @param target an existing folder; what it holds when this fails may be anything
   * @throws FileSystemException if a file cannot be written
   * @throws IOException if the archive is refused, broken, or lacks a file
   */
  void unpack(Map<String, Digest> wanted, Path target) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        CappedStream capped =
            new CappedStream(
                new GZIPInputStream(bytes), cap(), "it unpacks to more than %d bytes");
        TarArchiveInputStream tar = new TarArchiveInputStream(capped, "UTF-8")) {
      Set<String> missing = new TreeSet<>(wanted.keySet());
      missing.removeAll(unpack(tar, capped, wanted, target));
      if (!missing.isEmpty()) {
        throw new IOException("it lacks " + String.join(", ", missing));
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (EOFException e) {
      throw refusal("it is cut off", e);
    } catch (ZipException e) {
      throw refusal(String.format(Locale.ROOT, "it is damaged (%s)", e.getMessage()), e);
    } catch (IOException | IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private long cap() throws IOException {
    long most = limits.most(Limit.TARBALL_BYTES);
    long ratio = limits.most(Limit.UNPACKED_RATIO);
    long size = Math.min(Files.size(file), most);
    return Math.min(most, Math.max(ALWAYS_ALLOWED, saturated(size, ratio)));
  }

  private static long saturated(long size, long ratio) {
    return size > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : size * ratio;
  }

  /** In one line: names in a reason come from the archive. */
  private IOException refusal(String reason, Exception cause) {
    String plain = reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
    return new IOException(String.format(Locale.ROOT, "%s: %s", file.getFileName(), plain), cause);
  }

  /** The wishes that were fulfilled. */
  private Set<String> unpack(
      TarArchiveInputStream tar, CappedStream capped, Map<String, Digest> wanted, Path target)
      throws IOException {
    Set<String> seen = new HashSet<>();
    Set<String> unpacked = new HashSet<>();
    for (TarArchiveEntry entry; (entry = next(tar, capped)) != null; ) {
      String name = EntryName.of(entry.getName());
      requireOrdinary(entry);
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IOException(String.format(Locale.ROOT, "entry '%s' comes twice", name));
      }
      if (seen.size() > limits.most(Limit.TARBALL_ENTRIES)) {
        throw new IOException(
            String.format(
                Locale.ROOT, "it has more than %d entries", limits.most(Limit.TARBALL_ENTRIES)));
      }
      Optional<String> wish =
          wanted.keySet().stream().filter(path -> isWanted(name, path)).findFirst();
      if (wish.isPresent() && !entry.isDirectory()) {
        if (!unpacked.add(wish.get())) {
          throw new IOException(String.format(Locale.ROOT, "two entries end in %s", wish.get()));
        }
        unpack(tar, entry, wanted.get(wish.get()), target.resolve(Source.last(name)));
      }
      tar.transferTo(OutputStream.nullOutputStream()); // else the next header would count it
    }
    return unpacked;
  }

  /** The library keeps names in memory however long they are, unless its stream ends. */
  private TarArchiveEntry next(TarArchiveInputStream tar, CappedStream capped) throws IOException {
    long most = limits.most(Limit.NAME_BYTES);
    capped.allow(most, String.format(Locale.ROOT, "it has a name of more than %d bytes", most));
    TarArchiveEntry entry = tar.getNextEntry();
    capped.allowAll();
    return entry;
  }

  private static boolean isWanted(String name, String path) {
    return path.startsWith("*") ? name.endsWith(path.substring(1)) : name.equals(path);
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Digest digest, Path file)
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
    if (entry.getSize() > limits.most(Limit.FETCHED_BYTES)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "entry '%s' has %d bytes, more than %d",
              entry.getName(),
              entry.getSize(),
              limits.most(Limit.FETCHED_BYTES)));
    }
    NewFile.copy(tar, file);
    digest.require(file);
  }

  private static void requireOrdinary(TarArchiveEntry entry) throws IOException {
    String name = entry.getName();
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw new IOException(String.format(Locale.ROOT, "entry '%s' is a link", name));
    }
    boolean plain =
        switch (entry.getLinkFlag()) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> !entry.isSparse();
          case TarConstants.LF_DIR -> true;
          default -> false;
        };
    if (!plain || entry.getSize() < 0) {
      throw new IOException(String.format(Locale.ROOT, "entry '%s' is no ordinary file", name));
    }
  }
}
