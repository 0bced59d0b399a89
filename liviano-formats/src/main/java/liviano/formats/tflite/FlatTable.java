package liviano.formats.tflite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.tensor.LittleEndian;

/**
 * A table of a {@link FlatBuffer}. Fields are read by their numbers in the schema; one that is
 * absent has the schema's default. Table and vtable lie within the buffer, and each field within
 * its table.
 *
 * @param at where it begins, in bytes from the buffer's start
 * @param vtable where its vtable begins
 * @param vtableBytes length of the vtable
 * @param bytes length of the table
 */
record FlatTable(FlatBuffer buffer, long at, long vtable, int vtableBytes, int bytes) {
  private static final int VTABLE_START = 4;

  static FlatTable at(FlatBuffer buffer, long at) {
    buffer.spendTable(at);
    long vtable = at - buffer.int32(at);
    if (vtable < 0 || vtable > buffer.size() - VTABLE_START) {
      throw buffer.error(at, "its table of fields is not in the file");
    }
    int vtableBytes = buffer.uint16(vtable);
    int bytes = buffer.uint16(vtable + Short.BYTES);
    if (vtableBytes < VTABLE_START || vtableBytes % Short.BYTES != 0) {
      throw buffer.error(vtable, "a table of fields of " + vtableBytes + " bytes");
    }
    buffer.require(vtable, vtableBytes, "a table of fields");
    if (bytes < Integer.BYTES) {
      throw buffer.error(vtable, "a table of " + bytes + " bytes");
    }
    buffer.require(at, bytes, "a table");
    return new FlatTable(buffer, at, vtable, vtableBytes, bytes);
  }

  boolean has(int field) {
    return place(field, 1) >= 0;
  }

  /** A byte without sign: also the number of an enumeration or of a union's member. */
  int uint8(int field, int otherwise) {
    long place = place(field, 1);
    return place < 0 ? otherwise : buffer.uint8(place);
  }

  boolean bool(int field) {
    return uint8(field, 0) != 0;
  }

  int int32(int field, int otherwise) {
    long place = place(field, Integer.BYTES);
    return place < 0 ? otherwise : buffer.int32(place);
  }

  /** An index or a count: what is negative as a signed number is refused. */
  int index(int field) {
    int index = int32(field, 0);
    if (index < 0) {
      throw error(field, "a number of " + Integer.toUnsignedString(index) + " is too great");
    }
    return index;
  }

  float real(int field, float otherwise) {
    long place = place(field, Float.BYTES);
    return place < 0 ? otherwise : Float.intBitsToFloat(buffer.int32(place));
  }

  long int64(int field) {
    long place = place(field, Long.BYTES);
    return place < 0 ? 0 : buffer.int64(place);
  }

  /** Empty text where it is absent. What is no UTF-8 is replaced: names are for people. */
  String text(int field) {
    MemorySegment letters = vector(field, 1);
    buffer.limits().require(Limit.NAME_BYTES, letters.byteSize(), "a text");
    buffer.spend(at, letters.byteSize());
    return new String(letters.toArray(ValueLayout.JAVA_BYTE), UTF_8);
  }

  Optional<FlatTable> table(int field) {
    long place = place(field, Integer.BYTES);
    return place < 0 ? Optional.empty() : Optional.of(FlatTable.at(buffer, buffer.follow(place)));
  }

  /**
   * A vector of tables; none where it is absent.
   *
   * @param most of them
   */
  List<FlatTable> tables(int field, int most) {
    long place = place(field, Integer.BYTES);
    if (place < 0) {
      return List.of();
    }
    long vector = buffer.follow(place);
    int count = count(field, buffer.vector(vector, Integer.BYTES), most);
    List<FlatTable> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long entry = vector + Integer.BYTES + (long) i * Integer.BYTES;
      tables.add(FlatTable.at(buffer, buffer.follow(entry)));
    }
    return tables;
  }

  /** The same of as many as a file may have tensors. */
  List<FlatTable> tables(int field) {
    requireLimited(field);
    return tables(field, Integer.MAX_VALUE);
  }

  /** A vector of integers, as many as a file may have tensors; none where it is absent. */
  List<Integer> integers(int field) {
    requireLimited(field);
    return integers(field, Integer.MAX_VALUE);
  }

  private void requireLimited(int field) {
    long count = vector(field, Integer.BYTES).byteSize() / Integer.BYTES;
    buffer.limits().require(Limit.TENSORS, count, "a list in it");
  }

  /** A vector of integers; none where it is absent. */
  List<Integer> integers(int field, int most) {
    MemorySegment vector = vector(field, Integer.BYTES);
    int count = count(field, vector, most);
    List<Integer> integers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      integers.add(vector.get(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES));
    }
    return integers;
  }

  /** A vector of floats; none where it is absent. */
  List<Float> reals(int field, int most) {
    return integers(field, most).stream().map(Float::intBitsToFloat).toList();
  }

  /** The elements of a vector, as a view; empty where it is absent. */
  MemorySegment vector(int field, int elementBytes) {
    long place = place(field, Integer.BYTES);
    return place < 0 ? MemorySegment.NULL : buffer.vector(buffer.follow(place), elementBytes);
  }

  /** Bytes of the buffer, by an offset and a length that two fields of this table hold. */
  MemorySegment outside(int offset, int length) {
    return buffer.slice(at, int64(offset), int64(length));
  }

  /** An error at the place of a field, or of the table where it is absent. */
  MalformedModelException error(int field, String reason) {
    return buffer.error(Math.max(at, place(field, 1)), reason);
  }

  private int count(int field, MemorySegment vector, int most) {
    long count = vector.byteSize() / Integer.BYTES;
    if (count > most) {
      throw error(
          field, String.format(Locale.ROOT, "a list of %d, more than the %d here", count, most));
    }
    buffer.spend(at, vector.byteSize());
    return (int) count;
  }

  /** Where a field stands; negative if it is absent. */
  private long place(int field, int length) {
    int entry = VTABLE_START + field * Short.BYTES;
    if (entry + Short.BYTES > vtableBytes) {
      return -1;
    }
    int offset = buffer.uint16(vtable + entry);
    if (offset == 0) {
      return -1;
    }
    if (offset < Integer.BYTES || offset + length > bytes) {
      throw buffer.error(vtable + entry, "field " + field + " is outside its table");
    }
    return at + offset;
  }
}
