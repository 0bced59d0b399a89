package liviano.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** A cursor over UTF-8 that reads the smallest pieces: marks, words, numbers and strings. */
final class JsonScanner {

  /** Longer numbers say nothing more: no double needs above 770 digits. */
  private static final int NUMBER_LENGTH = 1024;

  private static final int LONG_DIGITS = 19;

  /** Smallest code point that needs this many continuation bytes. */
  private static final int[] SMALLEST = {0, 0x80, 0x800, 0x10000};

  private final byte[] in;
  private final int end;
  private final JsonDecimal digits = new JsonDecimal();
  private final JsonDecimal power = new JsonDecimal();
  private int at;

  /**
   * @param at the first byte that is read
   * @param end the byte after the last that is read
   */
  JsonScanner(byte[] in, int at, int end) {
    this.in = in;
    this.at = at;
    this.end = end;
  }

  int position() {
    return at;
  }

  /** The next byte after white space, from 0 to 255, not consumed; -1 at the end. */
  int peek() {
    while (at < end && isSpace(in[at])) {
      at++;
    }
    return at < end ? in[at] & 0xff : -1;
  }

  /** Consumes the mark if it comes next, white space before it too. */
  boolean accept(char mark) {
    if (peek() != mark) {
      return false;
    }
    at++;
    return true;
  }

  /** Consumes the mark or fails, saying what was expected. */
  void expect(char mark, String expected) {
    if (!accept(mark)) {
      throw unexpected(expected);
    }
  }

  void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || in[at + i] != word.charAt(i)) {
        throw unexpected("a value");
      }
    }
    at += word.length();
  }

  JsonNumber number() {
    int start = at;
    boolean integer = decimal(digits);
    int length = at - start - (in[start] == '-' ? 1 : 0);
    return number(text(start), start, integer, length);
  }

  /**
   * Consumes a number and tells its digits.
   *
   * @return whether it has neither fraction nor exponent
   */
  boolean decimal(JsonDecimal number) {
    int start = at;
    number.begin(at < end && in[at] == '-');
    at += at < end && in[at] == '-' ? 1 : 0;
    boolean zero = at < end && in[at] == '0';
    if (digits(number) > 1 && zero) {
      throw JsonException.atByte(start, "a number must not start with 0");
    }
    boolean integer = true;
    if (at < end && in[at] == '.') {
      integer = false;
      at++;
      number.shift(-digits(number));
    }
    if (at < end && (in[at] | 0x20) == 'e') {
      integer = false;
      at++;
      exponent(number);
    }
    if (at - start > NUMBER_LENGTH) {
      throw JsonException.atByte(start, "a number of more than " + NUMBER_LENGTH + " characters");
    }
    return integer;
  }

  private void exponent(JsonDecimal number) {
    boolean negative = at < end && in[at] == '-';
    at += negative || at < end && in[at] == '+' ? 1 : 0;
    power.begin(negative);
    digits(power);
    number.shift(power.clamped());
  }

  /** What was read since a position. */
  String text(int start) {
    return new String(in, start, at - start, ISO_8859_1);
  }

  /** Integers beyond 64 bits become doubles; so does -0, of which a long would lose the sign. */
  private static JsonNumber number(String text, int start, boolean integer, int digits) {
    if (integer && digits <= LONG_DIGITS && !text.equals("-0")) {
      try {
        return JsonNumber.of(Long.parseLong(text));
      } catch (NumberFormatException _) {
        // Nineteen digits, but above 2^63.
      }
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw JsonException.atByte(start, "number too large for a double");
    }
    return JsonNumber.of(value);
  }

  private int digits(JsonDecimal number) {
    int start = at;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      number.digit(in[at++] - '0');
    }
    if (at == start) {
      throw unexpected("a digit");
    }
    return at - start;
  }

  /** Consumes a value by its quotes and brackets alone: what is within brackets is not checked. */
  void skip() {
    int depth = 0;
    do {
      int next = peek();
      switch (next) {
        case '"' -> string();
        case '[', '{', ']', '}' -> {
          depth += next == '[' || next == '{' ? 1 : -1;
          at++;
        }
        case ',', ':' -> at++;
        default -> plain();
      }
      if (depth < 0 || depth == 0 && (next == ',' || next == ':')) {
        at--;
        throw unexpected("a value");
      }
    } while (depth > 0);
  }

  /** A number or a word. */
  private void plain() {
    int start = at;
    while (at < end && isPlain(in[at])) {
      at++;
    }
    if (at == start) {
      throw unexpected("a value");
    }
  }

  private static boolean isPlain(byte b) {
    return b >= '0' && b <= '9'
        || b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b == '-'
        || b == '+'
        || b == '.';
  }

  /** A string whose opening quote comes next. */
  String string() {
    int start = ++at;
    // Bytes above 0x7f are negative: they leave this loop as control characters do.
    while (at < end && in[at] >= 0x20 && in[at] != '"' && in[at] != '\\') {
      at++;
    }
    String plain = new String(in, start, at - start, ISO_8859_1);
    if (at < end && in[at] == '"') {
      at++;
      return plain;
    }
    return string(new StringBuilder(plain));
  }

  private String string(StringBuilder text) {
    while (at < end) {
      int b = in[at];
      if (b == '"') {
        at++;
        return text.toString();
      } else if (b == '\\') {
        escape(text);
      } else if (b < 0) {
        text.appendCodePoint(codePoint());
      } else if (b < 0x20) {
        throw unexpected("a control character to be escaped");
      } else {
        text.append((char) b);
        at++;
      }
    }
    throw unexpected("a closing double quote");
  }

  private int codePoint() {
    int lead = in[at] & 0xff;
    int more = lead >= 0xf5 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
    boolean valid = more > 0 && at + more < end;
    int point = lead & (0x3f >> more);
    for (int i = 1; valid && i <= more; i++) {
      valid = (in[at + i] & 0xc0) == 0x80;
      point = point << 6 | in[at + i] & 0x3f;
    }
    if (!valid
        || point < SMALLEST[more]
        || point > Character.MAX_CODE_POINT
        || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw JsonException.atByte(at, "not valid UTF-8");
    }
    at += 1 + more;
    return point;
  }

  private void escape(StringBuilder text) {
    int start = at++;
    int letter = at < end ? in[at++] : -1;
    switch (letter) {
      case '"', '\\', '/' -> text.append((char) letter);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicode(text, start);
      default -> throw JsonException.atByte(start, "unknown escape in a string");
    }
  }

  private void unicode(StringBuilder text, int start) {
    char first = hex(start);
    text.append(first);
    if (Character.isHighSurrogate(first)) {
      boolean another = at + 1 < end && in[at] == '\\' && in[at + 1] == 'u';
      at += another ? 2 : 0;
      char second = another ? hex(start) : 0;
      text.append(second);
      if (!Character.isLowSurrogate(second)) {
        throw JsonException.atByte(start, "half a surrogate pair");
      }
    } else if (Character.isLowSurrogate(first)) {
      throw JsonException.atByte(start, "half a surrogate pair");
    }
  }

  private char hex(int start) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      // Character.digit knows the digits of every script, but a byte reaches only the Latin ones.
      int digit = at < end && in[at] > 0 ? Character.digit(in[at], 16) : -1;
      if (digit < 0) {
        throw JsonException.atByte(start, "expected four hexadecimal digits after \\u");
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  /** The error if the next character is not the expected one. */
  JsonException unexpected(String expected) {
    return JsonException.atByte(at, "expected " + expected + " but found " + found());
  }

  private String found() {
    if (at >= end) {
      return "the end of the text";
    }
    int b = in[at] & 0xff;
    return b > 0x20 && b < 0x7f
        ? "'" + (char) b + "'"
        : String.format(Locale.ROOT, "byte 0x%02x", b);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
