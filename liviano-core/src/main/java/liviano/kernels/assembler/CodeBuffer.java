package liviano.kernels.assembler;

import java.util.Arrays;

/** Bytes of code as they come. */
final class CodeBuffer {
  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  void put(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  // No varargs: an array per call is expensive before the JVM has compiled this method.

  void put(int a, int b) {
    put(a);
    put(b);
  }

  void put(int a, int b, int c) {
    put(a, b);
    put(c);
  }

  void put(int a, int b, int c, int d) {
    put(a, b);
    put(c, d);
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
