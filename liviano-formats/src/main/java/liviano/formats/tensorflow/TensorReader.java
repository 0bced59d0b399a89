package liviano.formats.tensorflow;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.formats.Allowance;
import liviano.formats.importer.ForeignConstant;
import liviano.tensor.DType;
import liviano.tensor.Extents;

/**
 * Constants in a file. Their bytes stand there as they are, which is then not copied, or as numbers
 * of a field for each format, of which the last is repeated as often as the extents ask for.
 */
final class TensorReader {
  private static final long MAX_ELEMENTS = 1L << 30;

  private final MemorySegment file;
  private final Limits limits;
  private final Allowance allowance;

  /** Numbers so far that are repeated, in bytes. */
  private long repeated;

  private DataType type = DataType.OTHER;
  private List<Long> dims = List.of();
  private Optional<MemorySegment> content = Optional.empty();
  private long[] bits = new long[4];
  private int count;

  TensorReader(MemorySegment file, Limits limits, Allowance allowance) {
    this.allowance = allowance;
    this.file = file;
    this.limits = limits;
  }

  /**
   * A message {@code TensorProto}, up to the limit.
   *
   * @return empty if it is no tensor of numbers
   */
  Optional<ForeignConstant> read(WireReader wire) throws IOException {
    type = DataType.OTHER;
    dims = List.of();
    content = Optional.empty();
    count = 0;
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      switch (tag >>> 3) {
        case 1 -> type = DataType.of(wire.whole(tag));
        case 2 -> dims = wire.message(tag, ShapeReader::read).orElse(List.of());
        case 4 -> content = Optional.of(wire.bytes(tag, file));
        case 5 -> numbers(wire, tag, in -> Integer.toUnsignedLong(in.readRawLittleEndian32()), 5);
        case 6 -> numbers(wire, tag, CodedInputStream::readRawLittleEndian64, 1);
        case 7, 10, 11, 13 -> numbers(wire, tag, CodedInputStream::readRawVarint64, 0);
        default -> wire.skip(tag);
      }
    }
    Optional<DType> ours = type.type();
    return ours.isEmpty() ? Optional.empty() : Optional.of(constant(ours.get()));
  }

  private interface Number {
    long read(CodedInputStream in) throws IOException;
  }

  /** One number, or a list of them packed into one field. */
  private void numbers(WireReader wire, int tag, Number number, int wireType) throws IOException {
    if ((tag & 7) == WireReader.LENGTH) {
      wire.message(
          tag,
          packed -> {
            while (!packed.isAtEnd()) {
              add(number.read(packed.stream()));
            }
            return null;
          });
    } else {
      wire.require(tag, wireType);
      add(number.read(wire.stream()));
    }
  }

  private void add(long number) {
    allowance.numbers(1);
    if (count == bits.length) {
      bits = Arrays.copyOf(bits, 2 * count);
    }
    bits[count++] = number;
  }

  private ForeignConstant constant(DType format) {
    if (dims.size() > Extents.MAX_RANK) {
      throw new MalformedModelException("a constant has " + dims.size() + " dimensions");
    }
    long elements = 1;
    List<Integer> extents = new ArrayList<>();
    for (long dim : dims) {
      if (dim < 0 || dim > MAX_ELEMENTS) {
        throw new MalformedModelException("a constant has the extents " + dims);
      }
      extents.add((int) dim);
      elements = Math.min(MAX_ELEMENTS + 1, elements * dim);
    }
    if (elements > MAX_ELEMENTS) {
      throw new MalformedModelException("a constant has the extents " + dims);
    }
    MemorySegment bytes = bytes(format, elements);
    return new ForeignConstant(format, extents, () -> bytes);
  }

  private MemorySegment bytes(DType format, long elements) {
    long wanted = elements * format.bytes();
    if (content.isPresent() && content.get().byteSize() > 0) {
      long held = content.get().byteSize();
      if (held != wanted && held != format.bytes()) {
        throw new MalformedModelException(
            "a constant of " + dims + " holds " + held + " bytes, not " + wanted);
      }
      return held == wanted ? content.get() : repeated(format, elements, last(format));
    }
    if (count > elements) {
      throw new MalformedModelException("a constant of " + dims + " holds " + count + " numbers");
    }
    return repeated(format, elements, count == 0 ? 0 : bits[count - 1]);
  }

  /** The bits of the one number that stands for all. */
  private long last(DType format) {
    long number = 0;
    for (int at = 0; at < format.bytes(); at++) {
      number |= (content.orElseThrow().get(ValueLayout.JAVA_BYTE, at) & 0xFFL) << 8 * at;
    }
    return number;
  }

  private MemorySegment repeated(DType format, long elements, long last) {
    repeated += elements * format.bytes();
    long stated = (long) count * format.bytes();
    limits.require(Limit.TABLE_BYTES, repeated - Math.min(repeated, stated), "constants");
    byte[] bytes = new byte[Math.toIntExact(elements * format.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      long number = i < count ? bits[i] : last;
      switch (format.bytes()) {
        case 1 -> buffer.put((byte) number);
        case 2 -> buffer.putShort((short) number);
        case 4 -> buffer.putInt((int) number);
        default -> buffer.putLong(number);
      }
    }
    return MemorySegment.ofArray(bytes);
  }
}
