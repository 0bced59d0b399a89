package liviano.vision.teach;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import liviano.files.NewFolders;
import liviano.files.PartialFile;

/**
 * Values of one length by SHA-256 digests, kept in a file: records of a digest (32 bytes), a value,
 * and a checksum of both (4, little-endian). A record that does not fit its checksum is as if it
 * were not there, and so is what cannot be read. Of too many the oldest are forgotten. Thread-safe.
 */
final class RecordFile {
  private static final long MOST_BYTES = 256L << 20;
  private static final int DIGEST = 32;

  private final Optional<Path> file;
  private final int valueBytes;
  private final SequencedMap<String, byte[]> records = new LinkedHashMap<>(); // the oldest first
  private boolean changed;

  private RecordFile(Optional<Path> file, int valueBytes) {
    this.file = file;
    this.valueBytes = valueBytes;
  }

  /**
   * What can be read of a file.
   *
   * @param file empty where nothing is kept
   */
  static RecordFile open(Optional<Path> file, int valueBytes) {
    RecordFile records = new RecordFile(file, valueBytes);
    file.filter(Files::isRegularFile).ifPresent(records::read);
    return records;
  }

  /** The value of a digest, not to be changed. */
  synchronized Optional<byte[]> find(String digest) {
    return Optional.ofNullable(records.get(digest));
  }

  /** Keeps a value, which must not be changed any more. */
  synchronized void add(String digest, byte[] value) {
    records.put(digest, value);
    changed = true;
  }

  /**
   * Writes the file if anything is new.
   *
   * @throws IOException if it cannot be written; it is as it was then
   */
  synchronized void save() throws IOException {
    if (file.isEmpty() || !changed) {
      return;
    }
    NewFolders.make(file.get().toAbsolutePath().getParent());
    try (PartialFile partial = PartialFile.create(file.get())) {
      long left = Math.max(0, records.size() - most());
      for (var entry : records.entrySet()) {
        if (left-- <= 0) {
          partial.write(record(entry.getKey(), entry.getValue()));
        }
      }
      partial.finish();
    }
    changed = false;
  }

  private ByteBuffer record(String digest, byte[] value) {
    ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
    record.put(HexFormat.of().parseHex(digest)).put(value);
    return record.putInt(checksum(record.array())).flip();
  }

  private void read(Path path) {
    byte[] record = new byte[recordBytes()];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      for (long i = 0; i < most(); i++) {
        in.readFully(record);
        take(record);
      }
    } catch (EOFException e) {
      // That was all, or the rest is less than a record.
    } catch (IOException e) {
      // What was read so far is good.
    }
  }

  private void take(byte[] record) {
    int end = DIGEST + valueBytes;
    int sum = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    if (sum == checksum(record)) {
      byte[] value = new byte[valueBytes];
      System.arraycopy(record, DIGEST, value, 0, valueBytes);
      records.put(HexFormat.of().formatHex(record, 0, DIGEST), value);
    }
  }

  private int recordBytes() {
    return DIGEST + valueBytes + Integer.BYTES;
  }

  private long most() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8) / recordBytes();
  }

  private static int checksum(byte[] record) {
    CRC32C sum = new CRC32C();
    sum.update(record, 0, record.length - Integer.BYTES);
    return (int) sum.getValue();
  }
}
