package liviano.formats.zip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;

/**
 * A ZIP archive of at most 4 GiB in memory, as its directory at the end lists it. Nothing is
 * unpacked until it is asked for, and no name is ever used as a path.
 */
public final class ZipArchive {
  private static final int START = 0x04034b50;
  private static final int LISTED = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int START_BYTES = 30;
  private static final int LISTED_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;

  /** Whatever its file's size, so much may be unpacked. */
  private static final long FREE_BYTES = 1 << 20;

  /**
   * A file in the archive.
   *
   * @param isDeflated whether it is compressed
   * @param at byte of the archive at which its own header starts
   * @param packed bytes in the archive
   * @param size bytes when unpacked
   */
  public record Entry(String name, boolean isDeflated, long at, long packed, long size) {}

  private final MemorySegment bytes;
  private final SequencedMap<String, Entry> entries;

  private ZipArchive(MemorySegment bytes, SequencedMap<String, Entry> entries) {
    this.bytes = bytes;
    this.entries = Collections.unmodifiableSequencedMap(entries);
  }

  /** Whether a file of these bytes starts as archives do. */
  public static boolean isZip(MemorySegment file) {
    return file.byteSize() >= END_BYTES && file.get(LittleEndian.INT_UNALIGNED, 0) == START;
  }

  /**
   * Maps a file into memory, which must stay as it is while what it holds is in use.
   *
   * @throws IOException if it cannot be read
   */
  public static MemorySegment map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  /**
   * The archive in these bytes.
   *
   * @throws MalformedModelException if it is none, is cut, or lists a file twice; names the byte
   * @throws UnsupportedModelException if it is encrypted, above 4 GiB, or beyond the limits: it
   *     lists too much, or would unpack to many times its size
   */
  public static ZipArchive of(MemorySegment bytes, Limits limits) {
    long end = end(bytes);
    int count = uint16(bytes, end + 10);
    long length = uint32(bytes, end + 12);
    long from = uint32(bytes, end + 16);
    if (count == 0xFFFF || length == 0xFFFF_FFFFL || from == 0xFFFF_FFFFL) {
      throw new UnsupportedModelException(
          "a ZIP archive above 4 GiB or of more than 65534 files; smaller ones are read");
    }
    if (from + length > end) {
      throw new MalformedModelException(
          "", end, "the ZIP archive's directory does not fit before its end: truncated?");
    }
    limits.require(Limit.ARCHIVE_ENTRIES, count, "the ZIP archive");
    limits.require(Limit.TEXT_BYTES, length, "the ZIP archive's directory");
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    long at = from;
    long unpacked = 0;
    for (int i = 0; i < count; i++) {
      require(at + LISTED_BYTES <= from + length, at, "its directory ends early");
      require(uint32(bytes, at) == LISTED, at, "its directory lists no file here");
      int nameBytes = uint16(bytes, at + 28);
      long next = at + LISTED_BYTES + nameBytes + uint16(bytes, at + 30) + uint16(bytes, at + 32);
      require(next <= from + length, at, "its directory ends early");
      Entry entry = entry(bytes, at, nameBytes, from);
      require(
          entries.putIfAbsent(entry.name(), entry) == null,
          at,
          "'" + entry.name() + "' comes twice");
      unpacked += entry.isDeflated() ? entry.size() : 0;
      at = next;
    }
    limits.require(Limit.LOADED_BYTES, unpacked, "what the ZIP archive unpacks to");
    if (unpacked > FREE_BYTES) {
      limits.require(
          Limit.UNPACKED_RATIO,
          Math.ceilDiv(unpacked - FREE_BYTES, bytes.byteSize()),
          String.format(
              Locale.ROOT,
              "a ZIP archive of %d bytes that unpacks to %d",
              bytes.byteSize(),
              unpacked));
    }
    return new ZipArchive(bytes, entries);
  }

  private static Entry entry(MemorySegment bytes, long at, int nameBytes, long directory) {
    String name =
        new String(
            bytes.asSlice(at + LISTED_BYTES, nameBytes).toArray(ValueLayout.JAVA_BYTE), UTF_8);
    int method = uint16(bytes, at + 10);
    long packed = uint32(bytes, at + 20);
    long size = uint32(bytes, at + 24);
    long start = uint32(bytes, at + 42);
    if ((uint16(bytes, at + 8) & ENCRYPTED) != 0) {
      throw new UnsupportedModelException("'" + name + "' in the ZIP archive is encrypted");
    }
    if (method != STORED && method != DEFLATED) {
      throw new UnsupportedModelException(
          "'"
              + name
              + "' in the ZIP archive is packed by method "
              + method
              + "; stored and deflated files are read");
    }
    require(method == DEFLATED || packed == size, at, "'" + name + "' has two lengths");
    if (method == DEFLATED && size > Integer.MAX_VALUE) {
      throw new UnsupportedModelException(
          "'" + name + "' in the ZIP archive unpacks to over 2 GiB; store it as it is");
    }
    require(
        start + START_BYTES + packed <= directory, at, "'" + name + "' ends after the directory");
    return new Entry(name, method == DEFLATED, start, packed, size);
  }

  /** The files by their names, in the directory's order. */
  public SequencedMap<String, Entry> entries() {
    return entries;
  }

  /**
   * What a file holds: a view of the archive if it is stored, a copy outside the heap otherwise.
   *
   * @throws MalformedModelException if it is damaged
   */
  public MemorySegment read(Entry entry) {
    long at = entry.at();
    require(uint32(bytes, at) == START, at, "'" + entry.name() + "' does not start here");
    long from = at + START_BYTES + uint16(bytes, at + 26) + uint16(bytes, at + 28);
    require(from + entry.packed() <= bytes.byteSize(), at, "'" + entry.name() + "' is cut short");
    MemorySegment packed = bytes.asSlice(from, entry.packed());
    return entry.isDeflated() ? inflated(entry, packed) : packed;
  }

  private static MemorySegment inflated(Entry entry, MemorySegment packed) {
    MemorySegment unpacked = NativeMemory.allocate(Math.max(1, entry.size()));
    ByteBuffer into = unpacked.asByteBuffer().limit(Math.toIntExact(entry.size()));
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed.asByteBuffer());
      while (into.hasRemaining() && inflater.inflate(into) > 0) {
        // Until it is full, or nothing more comes.
      }
      boolean whole =
          !into.hasRemaining()
              && (inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished());
      require(whole, entry.at(), "'" + entry.name() + "' is not as long as the directory says");
    } catch (DataFormatException e) {
      throw new MalformedModelException(
          "", entry.at(), "in the ZIP archive: '" + entry.name() + "' is damaged", e);
    }
    return unpacked.asSlice(0, entry.size()).asReadOnly();
  }

  /** Where the last record starts: 22 bytes and a comment that ends with the file. */
  private static long end(MemorySegment bytes) {
    long last = bytes.byteSize() - END_BYTES;
    for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (uint32(bytes, at) == END && uint16(bytes, at + 20) == last - at) {
        return at;
      }
    }
    throw new MalformedModelException(
        "", bytes.byteSize(), "the ZIP archive has no directory at its end: truncated?");
  }

  private static void require(boolean sound, long at, String reason) {
    if (!sound) {
      throw new MalformedModelException("", at, "in the ZIP archive: " + reason);
    }
  }

  private static int uint16(MemorySegment bytes, long at) {
    return bytes.get(LittleEndian.SHORT_UNALIGNED, at) & 0xFFFF;
  }

  private static long uint32(MemorySegment bytes, long at) {
    return bytes.get(LittleEndian.INT_UNALIGNED, at) & 0xFFFF_FFFFL;
  }
}
