package liviano.kernels.assembler;

import java.util.Arrays;

/** Bytes of code as they come. */
final class CodeBuffer {
  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  void put(int... values) {
    for (int value : values) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      bytes[size++] = (byte) value;
    }
  }

  void put32(int value) {
    put(value, value >> 8, value >> 16, value >> 24);
  }

  void set32(int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
