package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;
import static liviano.server.inference.ProtocolErrors.output;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferAnswer.Tensor;
import liviano.server.inference.InferAnswer.Texts;
import liviano.tensor.LittleEndian;

/**
 * Numbers of tensors as JSON: integers exactly, floats by the shortest decimal that gives the same
 * float again.
 */
final class JsonNumbers {
  private static final int PIECE = 1 << 13; // characters that are written at once

  private JsonNumbers() {}

  /** How many numbers a tensor has. */
  static long count(Tensor tensor) {
    return switch (tensor.content()) {
      case Numbers numbers ->
          numbers.data().byteSize() / tensor.type().numbers().orElseThrow().bytes();
      case Texts _ -> 0;
    };
  }

  /**
   * Fails where JSON cannot hold a number of a tensor.
   *
   * @throws liviano.server.http.HttpException 400, saying which output
   */
  static void require(Tensor tensor) {
    if (tensor.type() == Datatype.FP16) {
      throw bad("%s: FP16 has no form in JSON: ask for binary data", output(tensor.name()));
    }
    if (tensor.content() instanceof Numbers numbers && !isFinite(tensor.type(), numbers.data())) {
      throw bad(
          "%s holds NaN or infinite numbers, which have no form in JSON: ask for binary data",
          output(tensor.name()));
    }
  }

  private static boolean isFinite(Datatype type, MemorySegment data) {
    boolean finite = true;
    if (type == Datatype.FP32) {
      for (long at = 0; finite && at < data.byteSize(); at += Float.BYTES) {
        finite = Float.isFinite(data.get(LittleEndian.FLOAT_UNALIGNED, at));
      }
    } else if (type == Datatype.FP64) {
      for (long at = 0; finite && at < data.byteSize(); at += Double.BYTES) {
        finite = Double.isFinite(data.get(LittleEndian.DOUBLE_UNALIGNED, at));
      }
    }
    return finite;
  }

  /** Writes all numbers, with commas between them. */
  static void write(Datatype type, MemorySegment data, OutputStream out) throws IOException {
    int bytes = type.numbers().orElseThrow().bytes();
    StringBuilder text = new StringBuilder(PIECE + 64);
    for (long at = 0; at < data.byteSize(); at += bytes) {
      if (at > 0) {
        text.append(',');
      }
      append(type, data, at, text);
      if (text.length() >= PIECE) {
        flush(text, out);
      }
    }
    flush(text, out);
  }

  private static void flush(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    text.setLength(0);
  }

  /** A number at an offset, in bytes. */
  static void append(Datatype type, MemorySegment data, long at, StringBuilder text) {
    switch (type) {
      case FP32 -> text.append(data.get(LittleEndian.FLOAT_UNALIGNED, at));
      case FP64 -> text.append(data.get(LittleEndian.DOUBLE_UNALIGNED, at));
      case BOOL -> text.append(data.get(ValueLayout.JAVA_BYTE, at) != 0);
      case UINT8 -> text.append(data.get(ValueLayout.JAVA_BYTE, at) & 0xff);
      case INT8 -> text.append(data.get(ValueLayout.JAVA_BYTE, at));
      case UINT16 -> text.append(data.get(LittleEndian.SHORT_UNALIGNED, at) & 0xffff);
      case INT16 -> text.append(data.get(LittleEndian.SHORT_UNALIGNED, at));
      case UINT32 -> text.append(data.get(LittleEndian.INT_UNALIGNED, at) & 0xffff_ffffL);
      case INT32 -> text.append(data.get(LittleEndian.INT_UNALIGNED, at));
      case UINT64 -> text.append(Long.toUnsignedString(data.get(LittleEndian.LONG_UNALIGNED, at)));
      case INT64 -> text.append(data.get(LittleEndian.LONG_UNALIGNED, at));
      case FP16, BYTES -> throw new IllegalStateException(type + " is not written as numbers");
    }
  }
}
