package liviano.formats.pytorch;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import liviano.MalformedModelException;

/**
 * The bytes of a pickle, at most 16 MiB, which knows how many are left before anything is allocated
 * for them.
 */
final class PickleInput extends InputStream {
  /** The pickle of a state dict takes some 100 bytes a tensor. */
  private static final int MOST_BYTES = 16 << 20;

  private final MemorySegment bytes;
  private long at;

  /**
   * @param from the first byte that is read
   */
  PickleInput(MemorySegment bytes, long from) {
    this.bytes = bytes.asSlice(0, Math.min(bytes.byteSize(), from + MOST_BYTES));
    this.at = from;
  }

  /** Index of the next byte. */
  long position() {
    return at;
  }

  @Override
  public int read() {
    return at < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    int count = (int) Math.min(length, bytes.byteSize() - at);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, into, offset, count);
    at += count;
    return count;
  }

  /** So many bytes of little-endian integer. */
  long integer(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) read() << (i * Byte.SIZE);
    }
    return value;
  }

  /**
   * So many bytes.
   *
   * @throws MalformedModelException if there are not as many
   */
  byte[] take(long count) {
    if (count < 0 || count > bytes.byteSize() - at) {
      throw new MalformedModelException(
          "", at, "its pickle ends within a text of " + Long.toUnsignedString(count) + " bytes");
    }
    byte[] taken = new byte[(int) count];
    read(taken, 0, taken.length);
    return taken;
  }
}
