package liviano.server.http;

/** Texts that must not break the line or the encoding that they are written into. */
final class Texts {
  private Texts() {}

  /**
   * The same text.
   *
   * @throws IllegalArgumentException if it has anything but printable ASCII
   */
  static String headerValue(String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("the value of a header must be printable ASCII");
    }
    return value;
  }

  /** With U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold. */
  static String wellFormed(String text) {
    StringBuilder formed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c) ? 0xfffd : c)
        .forEach(formed::appendCodePoint);
    return formed.toString();
  }
}
