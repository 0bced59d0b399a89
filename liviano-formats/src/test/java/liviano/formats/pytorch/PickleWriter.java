package liviano.formats.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the instructions of a pickle, one after another. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    op(0x80).op(2); // protocol
  }

  PickleWriter op(int code) {
    out.write(code);
    return this;
  }

  PickleWriter raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  PickleWriter global(String module, String name) {
    return op('c').raw((module + "\n" + name + "\n").getBytes(UTF_8));
  }

  PickleWriter text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return op('X').int32(bytes.length).raw(bytes);
  }

  PickleWriter number(int number) {
    return op('J').int32(number);
  }

  PickleWriter int32(int number) {
    return raw(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  PickleWriter mark() {
    return op('(');
  }

  PickleWriter tuple() {
    return op('t');
  }

  PickleWriter reduce() {
    return op('R');
  }

  PickleWriter numbers(long... numbers) {
    mark();
    for (long number : numbers) {
      number((int) number);
    }
    return tuple();
  }

  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").op(')').reduce();
  }

  /** A storage, and the tensor that is a view of it. */
  PickleWriter tensor(
      String storage,
      String key,
      long count,
      boolean legacy,
      long offset,
      long[] dims,
      long... strides) {
    global("torch._utils", "_rebuild_tensor_v2").mark();
    mark().text("storage").global("torch", storage + "Storage").text(key).text("cpu");
    number((int) count);
    if (legacy) {
      op('N');
    }
    tuple().op('Q').number((int) offset).numbers(dims).numbers(strides).op(0x89);
    return orderedDict().tuple().reduce();
  }

  byte[] done() {
    op('.');
    return out.toByteArray();
  }
}
