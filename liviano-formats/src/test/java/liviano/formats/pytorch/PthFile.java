package liviano.formats.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import liviano.weights.Tensor;

/** Writes state dicts as PyTorch does, in both of its forms. */
public final class PthFile {
  private PthFile() {}

  /** In the form before PyTorch 1.6. */
  public static void writeLegacy(Path file, List<Tensor> tensors) throws IOException {
    writeLegacy(file, pickle(tensors, true), tensors);
  }

  static void writeLegacy(Path file, byte[] pickle, List<Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] mark = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
    byte[] reversed = new byte[mark.length];
    for (int i = 0; i < mark.length; i++) {
      reversed[i] = mark[mark.length - 1 - i];
    }
    out.writeBytes(new PickleWriter().op(0x8a).op(mark.length).raw(reversed).done());
    out.writeBytes(new PickleWriter().op('M').op(1001 & 0xFF).op(1001 >> 8).done());
    out.writeBytes(new PickleWriter().op('}').mark().text("little_endian").op(0x88).op('u').done());
    out.writeBytes(pickle);
    PickleWriter keys = new PickleWriter().op(']').mark();
    List<Tensor> inOrder = new ArrayList<>(tensors).reversed();
    inOrder.forEach(tensor -> keys.text(key(tensors, tensor)));
    out.writeBytes(keys.op('e').done());
    for (Tensor tensor : inOrder) {
      out.writeBytes(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(tensor.elementCount())
              .array());
      out.writeBytes(bytes(tensor));
    }
    Files.write(file, out.toByteArray());
  }

  /** In the form since PyTorch 1.6. */
  public static void writeZip(Path file, List<Tensor> tensors) throws IOException {
    writeZip(file, pickle(tensors, false), tensors);
  }

  static void writeZip(Path file, byte[] pickle, List<Tensor> tensors) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "archive/data.pkl", pickle);
      entry(zip, "archive/byteorder", "little".getBytes(UTF_8));
      for (Tensor tensor : tensors) {
        entry(zip, "archive/data/" + key(tensors, tensor), bytes(tensor));
      }
      entry(zip, "archive/version", "3\n".getBytes(UTF_8));
    }
  }

  static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0)); // the same bytes each time
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** A state dict, with the attribute that modules give theirs. */
  static byte[] pickle(List<Tensor> tensors, boolean legacy) {
    return stateDict(new PickleWriter(), tensors, legacy).done();
  }

  static PickleWriter stateDict(PickleWriter pickle, List<Tensor> tensors, boolean legacy) {
    pickle.orderedDict().mark();
    for (Tensor tensor : tensors) {
      pickle.text(tensor.name());
      long[] dims = tensor.dims().toArray();
      pickle.tensor(
          storage(tensor),
          key(tensors, tensor),
          tensor.elementCount(),
          legacy,
          0,
          dims,
          contiguous(dims));
    }
    pickle.op('u');
    return pickle.op('}').text("_metadata").orderedDict().op('s').op('b');
  }

  private static String storage(Tensor tensor) {
    return switch (tensor.type()) {
      case F32 -> "Float";
      case F64 -> "Double";
      case F16 -> "Half";
      case BF16 -> "BFloat16";
      case I64 -> "Long";
      case U8 -> "Byte";
      case BOOL -> "Bool";
      default -> throw new IllegalArgumentException(tensor.type().name());
    };
  }

  private static String key(List<Tensor> tensors, Tensor tensor) {
    return String.valueOf(tensors.indexOf(tensor));
  }

  static byte[] bytes(Tensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_BYTE);
  }

  static long[] contiguous(long... dims) {
    long[] strides = new long[dims.length];
    long next = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = next;
      next *= dims[i];
    }
    return strides;
  }
}
