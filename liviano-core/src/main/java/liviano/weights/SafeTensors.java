package liviano.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.Limits;
import liviano.Limits.Limit;
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
   * {@link #read(Path, Limits)} within the default limits.
   *
   * @throws MalformedModelException if the file breaks any rule of the format: names the byte
   * @throws liviano.UnsupportedModelException if its header is beyond the limits
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static SafeTensorsFile read(Path path) throws IOException {
    return read(path, Limits.defaults());
  }

  /**
   * Maps a file into memory; nothing has to be closed; the mapping is freed with its last tensor.
   *
   * <p>The file must stay as it is while its tensors are in use. One that is overwritten changes
   * them, and reading a tensor of one that is cut short throws {@link InternalError}; a file that
   * is replaced by renaming another over it, as {@link #write} does, keeps its old content here.
   *
   * @throws MalformedModelException if the file breaks any rule of the format: names the byte
   * @throws liviano.UnsupportedModelException if its header is beyond the limits
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static SafeTensorsFile read(Path path, Limits limits) throws IOException {
    return read(path, limits, false);
  }

  /**
   * The same, and numbers are looked through while the file is open, so that {@link
   * Weights#requireFinite} has nothing left to do where all are finite floats. That takes a part of
   * the time that it takes to look through what is mapped, page by page.
   *
   * @throws MalformedModelException if the file breaks any rule of the format: names the byte
   * @throws liviano.UnsupportedModelException if its header is beyond the limits
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it is no regular file, or cannot be read
   */
  public static SafeTensorsFile readFinite(Path path, Limits limits) throws IOException {
    return read(path, limits, true);
  }

  private static SafeTensorsFile read(Path path, Limits limits, boolean finite) throws IOException {
    requireRegular(path, Files.readAttributes(path, BasicFileAttributes.class));
    String file = path.toString();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      limits.require(Limit.FILE_BYTES, size, file);
      int headerBytes = headerBytes(file, channel, size);
      requireWithin(limits, file, headerBytes);
      long dataStart = (long) SafeTensorsHeader.PREFIX_BYTES + headerBytes;
      byte[] text = readFully(file, channel, SafeTensorsHeader.PREFIX_BYTES, headerBytes);
      MemorySegment data =
          channel.map(MapMode.READ_ONLY, dataStart, size - dataStart, Arena.ofAuto());
      SafeTensorsFile read = file(file, text, data, limits);
      if (finite) {
        read.weights().lookThrough(channel, dataStart);
      }
      return read;
    }
  }

  /** Before the header's bytes are taken: its length is the file's own word. */
  private static void requireWithin(Limits limits, String file, int headerBytes) {
    limits.require(Limit.TEXT_BYTES, headerBytes, file + ": its header");
  }

  private static SafeTensorsFile file(String name, byte[] text, MemorySegment data, Limits limits) {
    var header = SafeTensorsHeader.parse(name, text, data.byteSize(), JsonLimits.within(limits));
    limits.require(Limit.TENSORS, header.entries().size(), name);
    List<Tensor> tensors = new ArrayList<>();
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      tensors.add(tensor(entry, data));
    }
    return new SafeTensorsFile(Weights.of(name, tensors, data), header.metadata());
  }

  /**
   * Reads the rest of a stream into memory outside the heap; nothing is to be closed, the memory
   * goes when its last tensor does. The stream is left open.
   *
   * @param name of the stream in errors
   * @param limits of which {@link Limit#LOADED_BYTES} is the most that is read; memory is taken
   *     only as bytes come
   * @throws MalformedModelException if it breaks any rule of the format, or is longer: names the
   *     byte
   * @throws liviano.UnsupportedModelException if its header is beyond the limits
   * @throws IOException if the stream cannot be read
   */
  public static SafeTensorsFile read(InputStream in, String name, Limits limits)
      throws IOException {
    long maxBytes = limits.most(Limit.LOADED_BYTES);
    byte[] prefix = in.readNBytes(SafeTensorsHeader.PREFIX_BYTES);
    int headerBytes = headerBytes(name, prefix, maxBytes);
    // Whether the stream is as long as it says shows by reading, which takes memory as bytes come.
    int within = (int) Math.min(headerBytes, limits.most(Limit.TEXT_BYTES));
    byte[] text = in.readNBytes(within);
    if (text.length < within) {
      throw shortHeader(name, prefix.length + text.length, headerBytes);
    }
    requireWithin(limits, name, headerBytes);
    MemorySegment data = OffHeap.readAll(in, name, prefix.length + text.length, maxBytes);
    return file(name, text, data, limits);
  }

  /**
   * Writes a file that {@link #read(Path)} reads back the same: tensors in their order, metadata by
   * key, the data on a 64-byte boundary. The same content gives the same bytes. It is written under
   * another name in the target's folder and then renamed, so that an incomplete file is never
   * visible.
   *
   * @throws IllegalArgumentException if the header would be more than {@link #read(Path)} accepts
   */
  public static void write(Path path, Weights weights, Map<String, String> metadata)
      throws IOException {
    SafeTensorsWriter.write(path, weights, metadata);
  }

  /**
   * Writes the same bytes to a stream, which is left open.
   *
   * @throws IllegalArgumentException if the header would be more than {@link #read(Path)} accepts
   */
  public static void write(OutputStream out, Weights weights, Map<String, String> metadata)
      throws IOException {
    SafeTensorsWriter.write(out, weights, metadata);
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
    int prefix = (int) Math.min(size, SafeTensorsHeader.PREFIX_BYTES);
    return headerBytes(file, readFully(file, channel, 0, prefix), size);
  }

  /**
   * @param prefix the first eight bytes, or fewer where there are no more
   * @param size bytes that there are, or may be
   */
  private static int headerBytes(String file, byte[] prefix, long size) {
    if (prefix.length < SafeTensorsHeader.PREFIX_BYTES) {
      throw new MalformedModelException(
          file,
          prefix.length,
          "the file ends within the length of the header: not a safetensors file?");
    }
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
      throw shortHeader(file, size, length);
    }
    return (int) length;
  }

  private static MalformedModelException shortHeader(String file, long end, long length) {
    return new MalformedModelException(
        file, end, "the file ends within its header of " + length + " bytes: truncated?");
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
