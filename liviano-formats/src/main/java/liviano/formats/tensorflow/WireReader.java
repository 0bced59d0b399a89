package liviano.formats.tensorflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import liviano.MalformedModelException;
import liviano.formats.Allowance;

/** Protobuf's wire format, field by field, with the kind of each field checked. */
final class WireReader {
  static final int VARINT = 0;
  static final int LENGTH = 2;
  static final int FIXED_32 = 5;

  /** Groups are skipped and messages within messages read: this deep. */
  private static final int DEEPEST = 20;

  private final CodedInputStream in;
  private final Allowance allowance;
  private int depth;

  WireReader(MemorySegment file, Allowance allowance) {
    this.allowance = allowance;
    this.in = CodedInputStream.newInstance(file.asByteBuffer());
    in.setSizeLimit(Integer.MAX_VALUE);
  }

  /** What is made of a message. */
  interface Reader<T> {
    T read(WireReader wire) throws IOException;
  }

  CodedInputStream stream() {
    return in;
  }

  /** How many bytes were read. */
  long at() {
    return in.getTotalBytesRead();
  }

  boolean isAtEnd() throws IOException {
    return in.isAtEnd();
  }

  /** The next field's number and kind; 0 at the end of the message. */
  int tag() throws IOException {
    return in.readTag();
  }

  void skip(int tag) throws IOException {
    if ((tag & 7) > LENGTH && (tag & 7) != FIXED_32) {
      throw new MalformedModelException("byte " + at() + ": a field of no kind that is known");
    }
    in.skipField(tag);
  }

  /** A message within the message. */
  <T> T message(int tag, Reader<T> reader) throws IOException {
    require(tag, LENGTH);
    int length = in.readRawVarint32();
    if (++depth > DEEPEST) {
      throw new MalformedModelException("byte " + at() + ": messages are nested too deep");
    }
    int outer = in.pushLimit(length);
    T read = reader.read(this);
    if (!in.isAtEnd()) {
      throw new MalformedModelException("byte " + at() + ": a message ends too early");
    }
    in.popLimit(outer);
    depth--;
    return read;
  }

  String text(int tag) throws IOException {
    require(tag, LENGTH);
    int length = in.readRawVarint32();
    if (length < 0) {
      throw new MalformedModelException("byte " + at() + ": a name of " + length + " bytes");
    }
    allowance.name(length);
    return new String(in.readRawBytes(length), UTF_8);
  }

  /** Bytes where they are in the file. */
  MemorySegment bytes(int tag, MemorySegment file) throws IOException {
    require(tag, LENGTH);
    int length = in.readRawVarint32();
    long from = at();
    in.skipRawBytes(length);
    return file.asSlice(from, length);
  }

  long whole(int tag) throws IOException {
    require(tag, VARINT);
    return in.readRawVarint64();
  }

  float real(int tag) throws IOException {
    require(tag, FIXED_32);
    return in.readFloat();
  }

  void require(int tag, int wireType) {
    if ((tag & 7) != wireType) {
      throw new MalformedModelException(
          "byte " + at() + ": field " + (tag >>> 3) + " is of another kind");
    }
  }
}
