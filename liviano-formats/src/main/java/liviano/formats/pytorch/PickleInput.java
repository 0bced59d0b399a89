package liviano.formats.pytorch;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;

/**
 * The bytes of a pickle, of which only so many are read, which knows how many are left before
 * anything is allocated for them.
 */
final class PickleInput extends InputStream {
  private final Limits limits;
  private final boolean isCut;
  private final MemorySegment bytes;
  private long at;

  /**
   * @param from the first byte that is read
   * @param limits on how many are read
   */
  PickleInput(MemorySegment bytes, long from, Limits limits) {
    long most = limits.most(Limit.PICKLE_BYTES);
    this.limits = limits;
    this.isCut = most < bytes.byteSize() - from;
    this.bytes = isCut ? bytes.asSlice(0, from + most) : bytes;
    this.at = from;
  }

  /** Index of the next byte. */
  long position() {
    return at;
  }

  @Override
  public int read() {
    requireNotCut(1);
    return at < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    requireNotCut(length);
    int count = (int) Math.min(length, bytes.byteSize() - at);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, into, offset, count);
    at += count;
    return count;
  }

  /** Where the file has more bytes than are read, its pickle is too long and not truncated. */
  private void requireNotCut(long count) {
    if (isCut && count > bytes.byteSize() - at) {
      limits.require(Limit.PICKLE_BYTES, limits.most(Limit.PICKLE_BYTES) + 1, "its pickle");
    }
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
    requireNotCut(count);
    if (count < 0 || count > bytes.byteSize() - at) {
      throw new MalformedModelException(
          "", at, "its pickle ends within a text of " + Long.toUnsignedString(count) + " bytes");
    }
    byte[] taken = new byte[(int) count];
    read(taken, 0, taken.length);
    return taken;
  }
}
