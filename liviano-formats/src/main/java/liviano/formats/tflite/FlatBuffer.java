package liviano.formats.tflite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.tensor.LittleEndian;

/**
 * Bytes in the FlatBuffers layout, every access of which is checked: the format itself checks
 * nothing, and its offsets may lead anywhere.
 *
 * <p>A table begins with the distance back to its vtable, which says where in the table each field
 * stands; vectors, strings and tables are reached by the distance forward from the field. Nothing
 * forbids a million fields to lead to one vector, so what is read is counted: no more than a few
 * times the buffer's own length.
 */
final class FlatBuffer {
  private static final int IDENTIFIER_AT = 4;
  private static final int IDENTIFIER_BYTES = 4;

  /** What each table costs, in bytes: its own first field, and the offset that led to it. */
  private static final int TABLE_COST = 8;

  /** Honest writers share vtables, which cost nothing here, and now and then a vector. */
  private static final int MOST_READS_OF_A_BYTE = 4;

  /** A tensor, what it is quantized by, its buffer, and an operator and its settings. */
  private static final int TABLES_A_TENSOR = 4;

  private static final long LEAST_WORK = 1 << 16;

  private final MemorySegment bytes;
  private final Limits limits;
  private long work;
  private long tables;

  /**
   * @param bytes the whole buffer, at any address
   */
  FlatBuffer(MemorySegment bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
    this.work = LEAST_WORK + MOST_READS_OF_A_BYTE * bytes.byteSize();
  }

  /**
   * The table that all others are reached from.
   *
   * @param identifier the four letters that mark a file of the kind
   */
  FlatTable root(String identifier) {
    require(0, IDENTIFIER_AT + IDENTIFIER_BYTES, "the start of the file");
    byte[] found = bytes.asSlice(IDENTIFIER_AT, IDENTIFIER_BYTES).toArray(ValueLayout.JAVA_BYTE);
    if (!new String(found, US_ASCII).equals(identifier)) {
      throw error(IDENTIFIER_AT, "it is not marked '" + identifier + "'");
    }
    return FlatTable.at(this, follow(0));
  }

  Limits limits() {
    return limits;
  }

  long size() {
    return bytes.byteSize();
  }

  /** Where the offset at a place leads. */
  long follow(long at) {
    long offset = Integer.toUnsignedLong(int32(at));
    if (offset == 0 || offset > bytes.byteSize() - at) {
      throw error(at, "an offset of " + offset + " leads out of the file");
    }
    return at + offset;
  }

  int uint8(long at) {
    require(at, 1, "a number");
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  int uint16(long at) {
    require(at, Short.BYTES, "a number");
    return bytes.get(LittleEndian.SHORT_UNALIGNED, at) & 0xFFFF;
  }

  int int32(long at) {
    require(at, Integer.BYTES, "a number");
    return bytes.get(LittleEndian.INT_UNALIGNED, at);
  }

  long int64(long at) {
    return Integer.toUnsignedLong(int32(at)) | (long) int32(at + Integer.BYTES) << Integer.SIZE;
  }

  /**
   * The elements of a vector, as a view.
   *
   * @param at where its length stands
   * @param elementBytes of each
   */
  MemorySegment vector(long at, int elementBytes) {
    long count = Integer.toUnsignedLong(int32(at));
    long room = bytes.byteSize() - at - Integer.BYTES;
    if (count * elementBytes > room) {
      throw error(
          at,
          String.format(
              Locale.ROOT,
              "a vector of %d elements of %d bytes, but only %d bytes follow",
              count,
              elementBytes,
              room));
    }
    return bytes.asSlice(at + Integer.BYTES, count * elementBytes);
  }

  /**
   * Bytes that stand outside the tables.
   *
   * @param at where the numbers stand that say so, for errors
   */
  MemorySegment slice(long at, long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes.byteSize() || length > size() - offset) {
      throw error(
          at,
          String.format(
              Locale.ROOT,
              "%s bytes from byte %s on, but the file has %d",
              Long.toUnsignedString(length),
              Long.toUnsignedString(offset),
              size()));
    }
    return bytes.asSlice(offset, length);
  }

  /** Counts a table that is read. */
  void spendTable(long at) {
    tables++;
    limits.require(Limit.TENSORS, tables / TABLES_A_TENSOR, "its tables");
    spend(at, TABLE_COST);
  }

  /** Counts bytes that are read. */
  void spend(long at, long cost) {
    work -= cost;
    if (work < 0) {
      throw error(at, "its tables and vectors share too many parts: they hold far more than it");
    }
  }

  void require(long at, long length, String what) {
    if (at < 0 || length > bytes.byteSize() - at) {
      throw error(Math.max(at, 0), "the file ends within " + what + ": truncated?");
    }
  }

  MalformedModelException error(long at, String reason) {
    return new MalformedModelException("", at, reason);
  }
}
