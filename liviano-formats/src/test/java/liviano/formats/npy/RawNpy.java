package liviano.formats.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** NumPy array files as bytes, right or wrong. */
public final class RawNpy {
  private RawNpy() {}

  /** A file with any text for a header. */
  static byte[] file(int version, String header, float... values) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put((byte) version).put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** A file as NumPy writes it. */
  public static byte[] file(int[] dims, float... values) {
    StringBuilder shape = new StringBuilder();
    for (int dim : dims) {
      shape.append(dim).append(", ");
    }
    return file(
        1, "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }\n", values);
  }
}
