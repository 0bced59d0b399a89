package liviano.text;

import liviano.LivianoException;

/** A text file in another encoding than UTF-8. One line, without the file's name. */
public final class EncodingException extends LivianoException {
  private static final long serialVersionUID = 1L;

  EncodingException(String encoding) {
    super("a text in " + encoding + ": save it as UTF-8");
  }

  /**
   * @param offset of the first byte that is none of UTF-8, from the start of the file
   */
  EncodingException(int offset) {
    super("byte " + offset + " is not UTF-8: save the text as UTF-8");
  }
}
