package liviano.vision.picture.codec;

/**
 * The variable-length codes of a GIF frame: LZW, lowest bit first.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a, appendix F</a>
 */
final class LzwDecoder {
  private static final int MAX_BITS = 12;
  private static final int NONE = -1;

  private final byte[] data;
  private final int rootBits;
  private final int clear;
  private int at;
  private int buffer;
  private int buffered;

  /** By code from {@link #clear} + 2 on: the code of all indices but the last, and that index. */
  private final short[] prefix = new short[1 << MAX_BITS];

  private final byte[] suffix = new byte[1 << MAX_BITS];

  /** The indices of one code, last first. */
  private final byte[] reversed = new byte[1 << MAX_BITS];

  /**
   * @param data the codes, without the lengths of the blocks they came in
   * @param rootBits of an index, 1 to 8
   */
  LzwDecoder(byte[] data, int rootBits) {
    this.data = data;
    this.rootBits = rootBits;
    this.clear = 1 << rootBits;
  }

  /**
   * Fills {@code indices}; further codes are not looked at.
   *
   * @return the number of indices there were, fewer than asked for where the codes end before
   * @throws DecodeException where a code is used that no rule has made
   */
  int decode(byte[] indices) throws DecodeException {
    int filled = 0;
    int bits = rootBits + 1;
    int next = clear + 2;
    int previous = NONE;
    while (filled < indices.length) {
      int code = code(bits);
      if (code == NONE || code == clear + 1) {
        return filled;
      }
      if (code == clear) {
        bits = rootBits + 1;
        next = clear + 2;
        previous = NONE;
        continue;
      }
      // One code ahead of the table: the previous indices, and the first of them again.
      boolean ahead = code == next && previous != NONE;
      if (code >= next && !ahead || previous == NONE && code > clear) {
        throw new DecodeException("damaged GIF data: a code that is not in the table");
      }
      int length = ahead ? spell(previous, 1) : spell(code, 0);
      byte first = reversed[length - 1];
      if (ahead) {
        reversed[0] = first;
      }
      if (previous != NONE && next < 1 << MAX_BITS) {
        prefix[next] = (short) previous;
        suffix[next] = first;
        next++;
        if (next == 1 << bits && bits < MAX_BITS) {
          bits++;
        }
      }
      previous = code;
      while (length > 0 && filled < indices.length) {
        indices[filled++] = reversed[--length];
      }
    }
    return filled;
  }

  /**
   * Puts the indices of a code into {@link #reversed}, from place {@code from} on.
   *
   * @return the place behind the first of them, which comes last
   */
  private int spell(int code, int from) {
    int length = from;
    int rest = code;
    for (; rest > clear; rest = prefix[rest]) {
      reversed[length++] = suffix[rest];
    }
    reversed[length++] = (byte) rest;
    return length;
  }

  /** The next code; none at the end of the data. */
  private int code(int bits) {
    while (buffered < bits) {
      if (at == data.length) {
        return NONE;
      }
      buffer |= (data[at++] & 0xFF) << buffered;
      buffered += 8;
    }
    int code = buffer & (1 << bits) - 1;
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }
}
