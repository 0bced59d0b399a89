package liviano.vision.picture.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a file, read at absolute offsets; an offset beyond the end means truncation. */
record Bytes(byte[] array) {
  private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static VarHandle view(Class<?> type, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(type, order);
  }

  int length() {
    return array.length;
  }

  int u8(int at) throws DecodeException {
    require(at, 1);
    return array[at] & 0xFF;
  }

  int u16be(int at) throws DecodeException {
    require(at, 2);
    return (short) SHORT_BE.get(array, at) & 0xFFFF;
  }

  int u16le(int at) throws DecodeException {
    require(at, 2);
    return (short) SHORT_LE.get(array, at) & 0xFFFF;
  }

  int u24be(int at) throws DecodeException {
    return u8(at) << 16 | u16be(at + 1);
  }

  int u24le(int at) throws DecodeException {
    return u16le(at) | u8(at + 2) << 16;
  }

  long u32be(int at) throws DecodeException {
    require(at, 4);
    return (int) INT_BE.get(array, at) & 0xFFFF_FFFFL;
  }

  long u32le(int at) throws DecodeException {
    require(at, 4);
    return (int) INT_LE.get(array, at) & 0xFFFF_FFFFL;
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
