package liviano.formats.tfjs;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.NativeMemory;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * The constants of a model. They follow each other without gaps through the shards of their group,
 * and may begin in one shard and end in the next.
 *
 * @param digest SHA-256 of the shards' bytes, in hexadecimal
 */
public record TfjsShards(Weights constants, String digest) {
  /** A file in the model's folder: no path, no hidden file, no device. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}");

  /** Where shards are. */
  public interface Shards {
    /**
     * A shard.
     *
     * @param name of a file, without a path
     * @throws MalformedModelException if it is missing or broken
     * @throws IOException if it cannot be read
     */
    Shard find(String name) throws IOException;
  }

  /** A piece of a group's bytes. */
  public interface Shard {
    String name();

    /** How many there are. */
    long bytes() throws IOException;

    /** Puts its bytes into a buffer for as many, or fewer if it has become shorter. */
    void copyTo(ByteBuffer into) throws IOException;
  }

  private record FileShard(String name, Path file) implements Shard {
    static FileShard of(Path folder, String name) {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new MalformedModelException("shard " + Json.quote(name) + " is missing");
      }
      return new FileShard(name, file);
    }

    @Override
    public long bytes() throws IOException {
      return Files.size(file);
    }

    @Override
    public void copyTo(ByteBuffer into) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        while (into.hasRemaining() && channel.read(into) >= 0) {
          // Reads until the shard is full or ends.
        }
      }
    }
  }

  /**
   * A constant.
   *
   * @param offset where in its group's bytes it begins
   * @param bytes how many it takes there
   */
  private record Entry(
      String name, TfjsWeightFormat format, Extents dims, long offset, long bytes) {
    long numbers() {
      return bytes / format.stored().bytes();
    }

    Tensor tensor(MemorySegment group) {
      MemorySegment stored = group.asSlice(offset, bytes);
      return new Tensor(name, format.type(), dims, format.restored(stored));
    }
  }

  /** Shards that are files of a folder. */
  public static Shards in(Path folder) {
    return name -> FileShard.of(folder, name);
  }

  /**
   * Reads the shards of all groups.
   *
   * @throws MalformedModelException if a shard is missing, or the shards of a group are not exactly
   *     as long as its constants
   * @throws liviano.UnsupportedModelException if they are more than the limits allow
   */
  public static TfjsShards read(Shards files, JsonArray manifest, Limits limits)
      throws IOException {
    MessageDigest digest = sha256();
    List<Tensor> tensors = new ArrayList<>();
    long total = 0;
    for (JsonObject group : manifest.objects()) {
      List<Entry> entries = entries(group.array("weights"), limits);
      long bytes = entries.isEmpty() ? 0 : entries.getLast().offset() + entries.getLast().bytes();
      total += restored(entries);
      limits.require(Limit.LOADED_BYTES, total, "its constants");
      MemorySegment data = join(shards(files, group.array("paths"), bytes), bytes, digest);
      entries.forEach(entry -> tensors.add(entry.tensor(data)));
    }
    try {
      return new TfjsShards(Weights.of(tensors), HexFormat.of().formatHex(digest.digest()));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(e.getMessage());
    }
  }

  private static List<Entry> entries(JsonArray weights, Limits limits) {
    List<Entry> entries = new ArrayList<>();
    long offset = 0;
    for (JsonObject json : weights.objects()) {
      String name = json.string("name");
      TfjsWeightFormat format = TfjsWeightFormat.of(json);
      long[] dims = json.array("shape").longs();
      long bytes = bytes(name, format.stored(), dims, limits);
      entries.add(new Entry(name, format, Extents.of(dims), offset, bytes));
      offset = Math.addExact(offset, bytes);
      limits.require(Limit.LOADED_BYTES, offset, "constants up to " + Json.quote(name));
    }
    return entries;
  }

  /** Bytes of constants that are no longer quantised. */
  private static long restored(List<Entry> entries) {
    return entries.stream().mapToLong(e -> e.numbers() * e.format().type().bytes()).sum();
  }

  private static long bytes(String name, DType type, long[] dims, Limits limits) {
    if (dims.length > Extents.MAX_RANK) {
      throw error(name, String.format(Locale.ROOT, "it has %d dimensions", dims.length));
    }
    long bytes = type.bytes();
    for (long dim : dims) {
      if (dim < 0) {
        throw error(name, "an extent of " + dim);
      }
      bytes = saturatedProduct(bytes, dim);
    }
    limits.require(Limit.LOADED_BYTES, bytes, "constant " + Json.quote(name));
    return bytes;
  }

  /** Of numbers that are not negative. */
  private static long saturatedProduct(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /** The shards, having checked that together they are exactly so long. */
  private static List<Shard> shards(Shards files, JsonArray paths, long bytes) throws IOException {
    List<Shard> shards = new ArrayList<>();
    long found = 0;
    for (String name : paths.strings()) {
      if (!NAME.matcher(name).matches()) {
        throw new MalformedModelException(
            "shard " + Json.quote(name) + " is not the name of a file in the same folder");
      }
      Shard shard = files.find(name);
      shards.add(shard);
      found += shard.bytes();
      if (found > bytes) {
        break;
      }
    }
    if (found != bytes) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "the shards up to %s hold %d bytes, the constants take %d",
              shards.isEmpty() ? "none" : shards.getLast().name(),
              found,
              bytes));
    }
    return shards;
  }

  private static MemorySegment join(List<Shard> shards, long bytes, MessageDigest digest)
      throws IOException {
    MemorySegment data = NativeMemory.allocate(bytes);
    long at = 0;
    for (Shard shard : shards) {
      long length = shard.bytes();
      if (length > bytes - at) {
        throw new MalformedModelException(shard.name() + " grows while it is read");
      }
      ByteBuffer into = data.asSlice(at, length).asByteBuffer();
      shard.copyTo(into);
      at += into.position();
      digest.update(into.flip());
    }
    if (at != bytes) {
      throw new MalformedModelException("the shards shrink while they are read");
    }
    return data.asReadOnly();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static MalformedModelException error(String tensor, String reason) {
    return new MalformedModelException("constant " + Json.quote(tensor) + ": " + reason);
  }
}
