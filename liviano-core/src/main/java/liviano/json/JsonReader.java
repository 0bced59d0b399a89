package liviano.json;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Reads JSON piece by piece, as strictly as {@link Json}, for texts whose numbers are too many for
 * a tree: they go into an array of the caller's one by one, without an object for each. The caller
 * asks for what must come next, and gets a {@link JsonException} with the byte's offset where
 * something else does. The text nests no deeper than the caller's own calls.
 */
public final class JsonReader {

  /**
   * A part of some bytes.
   *
   * @param from the first byte
   * @param to the byte after the last
   */
  public record Span(int from, int to) {
    /** How many bytes. */
    public int length() {
      return to - from;
    }
  }

  private final JsonScanner scanner;
  private final JsonDecimal decimal = new JsonDecimal();
  private final Supplier<String> text;
  private int numberAt;

  private JsonReader(JsonScanner scanner) {
    this.scanner = scanner;
    this.text = () -> scanner.text(numberAt);
  }

  /**
   * A reader of a part of some bytes; offsets in errors count from the start of the array.
   *
   * @throws IndexOutOfBoundsException if the part is not within the array
   */
  public static JsonReader of(byte[] utf8, Span part) {
    Objects.checkFromToIndex(part.from(), part.to(), utf8.length);
    return new JsonReader(new JsonScanner(utf8, part.from(), part.to()));
  }

  /**
   * Reads an object.
   *
   * @param read is given the name of each member in turn, and reads its value
   * @throws JsonException if no object comes next, or a name comes twice
   */
  public void object(Consumer<String> read) {
    scanner.expect('{', "an object");
    if (scanner.accept('}')) {
      return;
    }
    Set<String> names = new HashSet<>();
    do {
      if (scanner.peek() != '"') {
        throw scanner.unexpected("a name in double quotes");
      }
      int nameAt = scanner.position();
      String name = scanner.string();
      if (!names.add(name)) {
        throw JsonException.atByte(nameAt, "duplicate member " + Json.quote(name));
      }
      scanner.expect(':', "a colon");
      read.accept(name);
    } while (scanner.accept(','));
    scanner.expect('}', "a comma or a closing brace");
  }

  /** Whether an array comes next. */
  public boolean isArray() {
    return scanner.peek() == '[';
  }

  /**
   * Reads an array.
   *
   * @param read is given the index of each element in turn, and reads it
   * @return how many elements there were
   * @throws JsonException if no array comes next
   */
  public int array(IntConsumer read) {
    scanner.expect('[', "an array");
    int index = 0;
    if (scanner.accept(']')) {
      return index;
    }
    do {
      read.accept(index++);
    } while (scanner.accept(','));
    scanner.expect(']', "a comma or a closing bracket");
    return index;
  }

  /**
   * Reads a value of any kind as a tree, which may be as deep and hold as many values as the limits
   * allow.
   */
  public JsonValue value(JsonLimits limits) {
    return JsonParser.next(scanner, limits);
  }

  /**
   * Passes over a value, to be read later by another reader: what is in an array or object is not
   * checked, and may nest as deep as it likes.
   *
   * @return where it is
   */
  public Span skip() {
    scanner.peek();
    int from = scanner.position();
    scanner.skip();
    return new Span(from, scanner.position());
  }

  /** Reads a string. */
  public String string() {
    if (scanner.peek() != '"') {
      throw scanner.unexpected("a string");
    }
    return scanner.string();
  }

  /** Reads {@code true} or {@code false}. */
  public boolean bool() {
    int next = scanner.peek();
    if (next != 't' && next != 'f') {
      throw scanner.unexpected("true or false");
    }
    scanner.word(next == 't' ? "true" : "false");
    return next == 't';
  }

  /**
   * Reads a number as the float that is nearest to it.
   *
   * @throws JsonException if no number comes next, or one beyond the range of a float
   */
  public float float32() {
    decimal();
    float value = decimal.toFloat(text);
    if (!Float.isFinite(value)) {
      throw JsonException.atByte(numberAt, "number too large for a float");
    }
    return value;
  }

  /**
   * Reads a number as the double that is nearest to it.
   *
   * @throws JsonException if no number comes next, or one beyond the range of a double
   */
  public double float64() {
    decimal();
    double value = decimal.toDouble(text);
    if (!Double.isFinite(value)) {
      throw JsonException.atByte(numberAt, "number too large for a double");
    }
    return value;
  }

  /**
   * Reads an integer of 64 bits, written without fraction or exponent.
   *
   * @throws JsonException if something else comes next, or a number out of the range
   */
  public long integer(long least, long greatest) {
    requireInteger();
    try {
      long value = decimal.isShort() ? decimal.integer() : Long.parseLong(text.get());
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Beyond 64 bits, which is out of every range.
    }
    throw JsonException.atByte(numberAt, "expected an integer from " + least + " to " + greatest);
  }

  /**
   * Reads an integer from 0 to 2^64 - 1, written without fraction or exponent.
   *
   * @return its 64 bits
   * @throws JsonException if something else comes next, or a number out of the range
   */
  public long unsignedInteger() {
    requireInteger();
    try {
      if (!decimal.isShort()) {
        return Long.parseUnsignedLong(text.get());
      } else if (decimal.integer() >= 0) {
        return decimal.integer();
      }
    } catch (NumberFormatException _) {
      // Negative, or beyond 64 bits.
    }
    throw JsonException.atByte(numberAt, "expected an integer from 0 to 2^64 - 1");
  }

  /**
   * Nothing may come next but the end.
   *
   * @throws JsonException if something does
   */
  public void end() {
    if (scanner.peek() >= 0) {
      throw scanner.unexpected("nothing after the value");
    }
  }

  private void requireInteger() {
    if (!decimal()) {
      throw JsonException.atByte(numberAt, "expected an integer but found " + text.get());
    }
  }

  private boolean decimal() {
    int next = scanner.peek();
    numberAt = scanner.position();
    if (next != '-' && (next < '0' || next > '9')) {
      throw scanner.unexpected("a number");
    }
    return scanner.decimal(decimal);
  }
}
