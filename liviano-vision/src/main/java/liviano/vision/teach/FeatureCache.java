package liviano.vision.teach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Embeddings that were computed before, by the digests of what they were computed from: one {@link
 * RecordFile} for each base model and preparation, the fingerprint (8 bytes, little-endian) and the
 * numbers of the embedding (4 each) in a record. Beside them one file says which digest the bytes
 * of a file had, by its path, length and time of change. What is new is written now and then while
 * the work goes on, so that work that is broken off goes on from there. Thread-safe.
 */
final class FeatureCache {
  private static final String ENDING = ".features";
  private static final int MOST_FILES = 8;
  private static final int DIGEST = 32;

  private final Optional<Path> folder;
  private final RecordFile features;
  private final RecordFile digests;
  private final int length;
  private final SavePace pace = new SavePace(System::nanoTime); // guarded by this

  /** What is known of a picture. */
  record Known(long fingerprint, float[] embedding) {}

  private FeatureCache(Optional<Path> folder, String key, int length) {
    this.folder = folder;
    this.length = length;
    this.features =
        RecordFile.open(
            folder.map(f -> f.resolve(key + ENDING)), Long.BYTES + length * Float.BYTES);
    this.digests = RecordFile.open(folder.map(f -> f.resolve("files.digests")), DIGEST);
  }

  /**
   * What is known, as far as it can be read.
   *
   * @param folder empty where nothing is kept
   * @param key a name for the base model and its preparation
   * @param length of an embedding
   */
  static FeatureCache open(Optional<Path> folder, String key, int length) {
    return new FeatureCache(folder, key, length);
  }

  Optional<Known> find(String digest) {
    return features.find(digest).map(this::known);
  }

  private Known known(byte[] bytes) {
    ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long fingerprint = value.getLong();
    float[] embedding = new float[length];
    value.asFloatBuffer().get(embedding);
    return new Known(fingerprint, embedding);
  }

  void add(String digest, Known picture) {
    ByteBuffer value =
        ByteBuffer.allocate(Long.BYTES + length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    value.putLong(picture.fingerprint()).asFloatBuffer().put(picture.embedding());
    features.add(digest, value.array());
    saveIfDue();
  }

  private synchronized void saveIfDue() {
    if (!pace.isDue()) {
      return;
    }
    long began = System.nanoTime();
    try {
      save();
    } catch (IOException e) {
      // It is tried again, and told in the end.
    }
    pace.saved(began);
  }

  /** The digest of a file's bytes, by the digest of its stamp. */
  Optional<String> digestOf(String stamp) {
    return digests.find(stamp).map(HexFormat.of()::formatHex);
  }

  void addDigest(String stamp, String digest) {
    digests.add(stamp, HexFormat.of().parseHex(digest));
  }

  /**
   * Writes what is new.
   *
   * @throws IOException if it cannot be written; the cache is as it was then
   */
  void save() throws IOException {
    features.save();
    digests.save();
    if (folder.filter(Files::isDirectory).isPresent()) {
      removeOldest(folder.get());
    }
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
