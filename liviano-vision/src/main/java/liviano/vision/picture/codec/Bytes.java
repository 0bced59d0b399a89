package liviano.vision.picture.codec;

import java.nio.charset.StandardCharsets;

/** The bytes of a file, read at absolute offsets; an offset beyond the end means truncation. */
record Bytes(byte[] array) {
  int length() {
    return array.length;
  }

  int u8(int at) throws DecodeException {
    require(at, 1);
    return array[at] & 0xFF;
  }

  int u16be(int at) throws DecodeException {
    require(at, 2);
    return (array[at] & 0xFF) << 8 | array[at + 1] & 0xFF;
  }

  int u16le(int at) throws DecodeException {
    require(at, 2);
    return array[at] & 0xFF | (array[at + 1] & 0xFF) << 8;
  }

  int u24be(int at) throws DecodeException {
    return u8(at) << 16 | u16be(at + 1);
  }

  int u24le(int at) throws DecodeException {
    return u16le(at) | u8(at + 2) << 16;
  }

  long u32be(int at) throws DecodeException {
    require(at, 4);
    return (long) u16be(at) << 16 | u16be(at + 2);
  }

  long u32le(int at) throws DecodeException {
    require(at, 4);
    return u16le(at) | (long) u16le(at + 2) << 16;
  }

  /** Four bytes as Latin-1: the names of chunks. */
  String name(int at) throws DecodeException {
    require(at, 4);
    return new String(array, at, 4, StandardCharsets.ISO_8859_1);
  }

  /** Whether these Latin-1 characters are at {@code at}; never throws. */
  boolean has(int at, String latin1) {
    if (at < 0 || array.length - at < latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((array[at + i] & 0xFF) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Requires {@code count} bytes at {@code at}. */
  void require(long at, long count) throws DecodeException {
    if (at < 0 || count < 0 || at + count > array.length) {
      throw DecodeException.truncated("the file", array.length);
    }
  }
}
