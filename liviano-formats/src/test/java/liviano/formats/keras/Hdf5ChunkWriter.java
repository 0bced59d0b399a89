package liviano.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.zip.Deflater;

/** An array of floats in chunks, as h5py writes it with {@code compression} and {@code shuffle}. */
record Hdf5ChunkWriter(int[] dims, int[] chunk, float[] values) {
  private static final int SHUFFLE = 2;
  private static final int DEFLATE = 1;
  private static final int CHECKSUM = 3;

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * One node over all chunks.
   *
   * @param writer of a chunk, which gives its place
   */
  ByteBuffer tree(ToLongFunction<ByteBuffer> writer) {
    int count = 1;
    for (int i = 0; i < dims.length; i++) {
      count *= Math.ceilDiv(dims[i], chunk[i]);
    }
    int key = 8 + 8 * (dims.length + 1);
    ByteBuffer tree = buffer(24 + count * (key + 8) + key);
    tree.put("TREE".getBytes(UTF_8)).put((byte) 1).put((byte) 0).putShort((short) count);
    tree.putLong(-1).putLong(-1);
    for (int i = 0; i < count; i++) {
      int[] corner = corner(i);
      byte[] packed = packed(corner);
      tree.putInt(packed.length).putInt(0);
      for (int offset : corner) {
        tree.putLong(offset);
      }
      tree.putLong(0).putLong(writer.applyAsLong(ByteBuffer.wrap(packed)));
    }
    return tree;
  }

  private int[] corner(int index) {
    int[] corner = new int[dims.length];
    int rest = index;
    for (int i = dims.length - 1; i >= 0; i--) {
      int along = Math.ceilDiv(dims[i], chunk[i]);
      corner[i] = rest % along * chunk[i];
      rest /= along;
    }
    return corner;
  }

  private byte[] packed(int[] corner) {
    int count = Arrays.stream(chunk).reduce(1, (a, b) -> a * b);
    byte[] shuffled = new byte[4 * count];
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToRawIntBits(value(corner, i));
      for (int b = 0; b < 4; b++) {
        shuffled[b * count + i] = (byte) (bits >> 8 * b);
      }
    }
    byte[] packed = new byte[shuffled.length + 64];
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(shuffled);
      deflater.finish();
      return Arrays.copyOf(packed, deflater.deflate(packed) + 4);
    }
  }

  /** The number at a place in a chunk, 9 where that is beyond the array. */
  private float value(int[] corner, int index) {
    int at = 0;
    int stride = 1;
    int rest = index;
    for (int i = dims.length - 1; i >= 0; i--) {
      int position = corner[i] + rest % chunk[i];
      rest /= chunk[i];
      if (position >= dims[i]) {
        return 9;
      }
      at += position * stride;
      stride *= dims[i];
    }
    return values[at];
  }

  ByteBuffer layout(long tree) {
    ByteBuffer layout = buffer(3 + 8 + 4 * (dims.length + 1));
    layout.put((byte) 3).put((byte) 2).put((byte) (dims.length + 1)).putLong(tree);
    Arrays.stream(chunk).forEach(layout::putInt);
    return layout.putInt(4);
  }

  /** In the order in which they were applied. */
  ByteBuffer filters() {
    ByteBuffer filters = buffer(8 + 16 + 16 + 8).put((byte) 1).put((byte) 3);
    filters.position(8);
    filters.putShort((short) SHUFFLE).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    filters.putInt(4).putInt(0);
    filters.putShort((short) DEFLATE).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    filters.putInt(4).putInt(0);
    return filters.putShort((short) CHECKSUM).putShort((short) 0).putInt(0);
  }
}
