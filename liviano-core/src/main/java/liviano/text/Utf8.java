package liviano.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text files, which are UTF-8: one that begins with a byte order mark, as some editors write it, is
 * read as without; one in another encoding is refused. Every reader of a text file begins here.
 */
public final class Utf8 {
  private static final int MARK_LENGTH = 3;

  private Utf8() {}

  /**
   * Where the text of a file begins: behind its byte order mark where it has one.
   *
   * @param bytes of the whole file, or of its start
   * @return 0, or the length of the mark
   * @throws EncodingException if the file begins as one in UTF-16 or UTF-32 does
   */
  public static int start(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return MARK_LENGTH;
    }
    if (begins(bytes, 0xFF, 0xFE, 0, 0) || begins(bytes, 0, 0, 0xFE, 0xFF)) {
      throw new EncodingException("UTF-32");
    }
    if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
      throw new EncodingException("UTF-16");
    }
    // Without a mark: the first character of a list or of JSON is ASCII, the rest of it zeros.
    int zeros = leadingZeros(bytes, 0);
    int after = bytes.length > 0 && bytes[0] != 0 ? leadingZeros(bytes, 1) : 0;
    if (Math.max(zeros, after) == 3) {
      throw new EncodingException("UTF-32");
    }
    if (Math.max(zeros, after) == 1) {
      throw new EncodingException("UTF-16");
    }
    return 0;
  }

  /**
   * The text of a file, without its byte order mark.
   *
   * @throws EncodingException if it is no UTF-8, naming the first byte that is none
   */
  public static String decode(byte[] bytes) {
    int start = start(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new EncodingException(in.position());
    }
    return out.flip().toString();
  }

  private static int leadingZeros(byte[] bytes, int from) {
    int count = 0;
    while (count < 3 && from + count < bytes.length && bytes[from + count] == 0) {
      count++;
    }
    return count;
  }

  private static boolean begins(byte[] bytes, int... start) {
    boolean begins = bytes.length >= start.length;
    for (int i = 0; begins && i < start.length; i++) {
      begins = (bytes[i] & 0xFF) == start[i];
    }
    return begins;
  }
}
