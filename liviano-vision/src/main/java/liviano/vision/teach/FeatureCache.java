package liviano.vision.teach;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import liviano.files.NewFolders;
import liviano.files.PartialFile;

/**
 * Embeddings that were computed before, by the digests of what they were computed from. One file
 * for each base model and preparation: records of a digest (32 bytes), a fingerprint (8), the
 * numbers of the embedding (4 each, little-endian) and a checksum of all that (4). A record that
 * does not fit its checksum is as if it were not there, and so is what cannot be read: everything
 * can be computed again. Thread-safe.
 */
final class FeatureCache {
  private static final String ENDING = ".features";
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_FILES = 8;
  private static final int DIGEST = 32;

  private final Optional<Path> file;
  private final int length;
  private final SequencedMap<String, Known> known = new LinkedHashMap<>(); // the oldest first
  private boolean changed;

  /** What is known of a picture. */
  record Known(long fingerprint, float[] embedding) {}

  private FeatureCache(Optional<Path> file, int length) {
    this.file = file;
    this.length = length;
  }

  /**
   * The embeddings of a base model, as far as they can be read.
   *
   * @param folder empty where nothing is kept
   * @param key a name for the base model and its preparation
   * @param length of an embedding
   */
  static FeatureCache open(Optional<Path> folder, String key, int length) {
    FeatureCache cache = new FeatureCache(folder.map(f -> f.resolve(key + ENDING)), length);
    cache.file.filter(Files::isRegularFile).ifPresent(cache::read);
    return cache;
  }

  synchronized Optional<Known> find(String digest) {
    return Optional.ofNullable(known.get(digest));
  }

  synchronized void add(String digest, Known embedding) {
    known.put(digest, embedding);
    changed = true;
  }

  /**
   * Writes what is new.
   *
   * @throws IOException if it cannot be written; the cache is as it was then
   */
  synchronized void save() throws IOException {
    if (file.isEmpty() || !changed) {
      return;
    }
    NewFolders.make(file.get().toAbsolutePath().getParent());
    try (PartialFile partial = PartialFile.create(file.get())) {
      long skipped = Math.max(0, known.size() - mostRecords());
      ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (var entry : known.entrySet()) {
        if (skipped-- > 0) {
          continue;
        }
        record.clear();
        record.put(HexFormat.of().parseHex(entry.getKey()));
        record.putLong(entry.getValue().fingerprint());
        for (float number : entry.getValue().embedding()) {
          record.putFloat(number);
        }
        record.putInt(checksum(record.array()));
        partial.write(record.flip());
      }
      partial.finish();
    }
    changed = false;
    removeOldest(file.get().toAbsolutePath().getParent());
  }

  private void read(Path path) {
    byte[] record = new byte[recordBytes()];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      for (long i = 0; i < mostRecords(); i++) {
        in.readFully(record);
        take(record);
      }
    } catch (EOFException e) {
      // That was all, or the rest is less than a record.
    } catch (IOException e) {
      // What was read so far is good.
    }
  }

  private void take(byte[] bytes) {
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (record.getInt(bytes.length - Integer.BYTES) != checksum(bytes)) {
      return;
    }
    String digest = HexFormat.of().formatHex(bytes, 0, DIGEST);
    record.position(DIGEST);
    long fingerprint = record.getLong();
    float[] embedding = new float[length];
    for (int i = 0; i < length; i++) {
      embedding[i] = record.getFloat();
      if (!Float.isFinite(embedding[i])) {
        return;
      }
    }
    known.put(digest, new Known(fingerprint, embedding));
  }

  private int recordBytes() {
    return DIGEST + Long.BYTES + length * Float.BYTES + Integer.BYTES;
  }

  private long mostRecords() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8) / recordBytes();
  }

  private static int checksum(byte[] record) {
    CRC32C sum = new CRC32C();
    sum.update(record, 0, record.length - Integer.BYTES);
    return (int) sum.getValue();
  }

  /** Of base models that were used long ago. */
  private static void removeOldest(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.filter(entry -> entry.toString().endsWith(ENDING)).forEach(files::add);
    }
    files.sort(Comparator.comparing(FeatureCache::modified).reversed());
    for (int i = MOST_FILES; i < files.size(); i++) {
      Files.deleteIfExists(files.get(i));
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // another process has removed it
    }
  }
}
