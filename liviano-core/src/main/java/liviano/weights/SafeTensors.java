package liviano.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import liviano.Budget;
import liviano.Budget.Limit;
import liviano.MalformedModelException;
import liviano.json.JsonLimits;

/**
 * Reads and writes safetensors files: eight bytes with the length of the header, the header in JSON
 * (name, type, shape and byte range of every tensor, and some texts), then the tensors' bytes. The
 * format is described at <a
 * href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 */
public final class SafeTensors {

  private SafeTensors() {}

  /**
   * {@link #read(Path, Budget)} within the default budget.
   *
   * @throws MalformedModelException if the file breaks any rule of the format: names the byte
   * @throws liviano.UnsupportedModelException if its header is beyond the budget
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static SafeTensorsFile read(Path path) throws IOException {
    return read(path, Budget.defaults());
  }

  /**
   * Maps a file into memory; nothing is to be closed, the mapping goes when its last tensor does.
   *
   * <p>The file must stay as it is while its tensors are in use. One that is overwritten changes
   * them, and reading a tensor of one that is cut short throws {@link InternalError}; a file that
   * is replaced by renaming another over it, as {@link #write} does, keeps its old content here.
   *
   * @throws MalformedModelException if the file breaks any rule of the format: names the byte
   * @throws liviano.UnsupportedModelException if its header is beyond the budget
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static SafeTensorsFile read(Path path, Budget budget) throws IOException {
    requireRegular(path, Files.readAttributes(path, BasicFileAttributes.class));
    String file = path.toString();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      int headerBytes = headerBytes(file, channel, size);
      budget.require(Limit.JSON_BYTES, headerBytes, file + ": its header");
      long dataStart = (long) SafeTensorsHeader.PREFIX_BYTES + headerBytes;
      byte[] text = readFully(file, channel, SafeTensorsHeader.PREFIX_BYTES, headerBytes);
      var header = SafeTensorsHeader.parse(file, text, size - dataStart, JsonLimits.within(budget));
      MemorySegment data =
          channel.map(MapMode.READ_ONLY, dataStart, size - dataStart, Arena.ofAuto());
      List<Tensor> tensors = header.entries().stream().map(entry -> tensor(entry, data)).toList();
      return new SafeTensorsFile(Weights.of(file, tensors), header.metadata());
    }
  }

  /**
   * Writes a file that {@link #read} reads back the same: tensors in their order, metadata by key,
   * the data on a 64-byte boundary. The same content gives the same bytes. It is written beside the
   * target under another name and then renamed, so that nobody sees half a file.
   *
   * @throws IllegalArgumentException if the header would be more than {@link #read} accepts
   */
  public static void write(Path path, Weights weights, Map<String, String> metadata)
      throws IOException {
    SafeTensorsWriter.write(path, weights, metadata);
  }

  private static void requireRegular(Path path, BasicFileAttributes attributes)
      throws FileSystemException {
    if (attributes.isDirectory()) {
      throw new FileSystemException(
          path.toString(), null, "is a directory, expected a .safetensors file");
    }
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, "is no regular file, expected a .safetensors file");
    }
  }

  private static int headerBytes(String file, FileChannel channel, long size) throws IOException {
    if (size < SafeTensorsHeader.PREFIX_BYTES) {
      throw new MalformedModelException(
          file, size, "the file ends within the length of the header: not a safetensors file?");
    }
    byte[] prefix = readFully(file, channel, 0, SafeTensorsHeader.PREFIX_BYTES);
    long length = ByteBuffer.wrap(prefix).order(LITTLE_ENDIAN).getLong();
    if (Long.compareUnsigned(length, SafeTensorsHeader.MAX_BYTES) > 0) {
      throw new MalformedModelException(
          file,
          0,
          "header of "
              + Long.toUnsignedString(length)
              + " bytes, at most "
              + SafeTensorsHeader.MAX_BYTES
              + " are allowed: not a safetensors file?");
    }
    if (length > size - SafeTensorsHeader.PREFIX_BYTES) {
      throw new MalformedModelException(
          file, size, "the file ends within its header of " + length + " bytes: truncated?");
    }
    return (int) length;
  }

  private static byte[] readFully(String file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new MalformedModelException(
            file, position + bytes.position(), "the file became shorter while it was read");
      }
    }
    return bytes.array();
  }

  private static Tensor tensor(SafeTensorsHeader.Entry entry, MemorySegment data) {
    return new Tensor(
        entry.name(),
        entry.type(),
        entry.dims(),
        data.asSlice(entry.begin(), entry.end() - entry.begin()));
  }
}
