package liviano.vision.picture.codec.vp8;

/**
 * The arithmetic decoder of one partition (RFC 6386, section 7).
 *
 * <p>The RFC lets a decoder read zeros behind the end. Here as in libwebp that is an error, which
 * bounds the work by the length of the data.
 */
final class BoolDecoder {
  private static final int EVEN = 128;
  private static final int UNREAD = -8;

  private final byte[] data;
  private final int end;
  private int at;

  /** 128 to 255 wherever a decision is due. */
  private int range = 255;

  /**
   * The data not yet decided upon, of 8 + {@link #spare} bits; less than {@code range << spare}.
   */
  private int value;

  private int spare = UNREAD;

  /** Reads {@code data[from]} to {@code data[end - 1]}. */
  BoolDecoder(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  /** One decision; {@code probability} of 256 that it is false. */
  boolean bool(int probability) throws Vp8Exception {
    if (spare < 0) {
      load();
    }
    int split = 1 + ((range - 1) * probability >> 8);
    boolean decision = value >= split << spare;
    if (decision) {
      value -= split << spare;
      range -= split;
    } else {
      range = split;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24;
    range <<= shift;
    spare -= shift;
    return decision;
  }

  /** At least one byte, and as many as fit in 31 bits. */
  private void load() throws Vp8Exception {
    if (at == end) {
      throw new Vp8Exception("the data end too early");
    }
    if (spare == UNREAD && data[at] == (byte) 255) {
      // The value would not be below the range, as every encoder leaves it.
      throw new Vp8Exception("no partition begins with byte 255");
    }
    while (spare < 16 && at < end) {
      value = value << 8 | data[at++] & 0xFF;
      spare += 8;
    }
  }

  /** One decision as a number. */
  int bit(int probability) throws Vp8Exception {
    return bool(probability) ? 1 : 0;
  }

  boolean flag() throws Vp8Exception {
    return bool(EVEN);
  }

  /** An unsigned number, highest bit first. */
  int literal(int bits) throws Vp8Exception {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | bit(EVEN);
    }
    return number;
  }

  /** A flag, and where it is set a magnitude of {@code bits} and a sign; else zero. */
  int optionalSigned(int bits) throws Vp8Exception {
    if (!flag()) {
      return 0;
    }
    int magnitude = literal(bits);
    return flag() ? -magnitude : magnitude;
  }

  /**
   * Walks a tree from its root to a leaf.
   *
   * @param tree two entries a node, for false and true: the index of the next node's entries, or
   *     where it is not positive a leaf's value, negated
   * @param probabilities of the nodes, from {@code offset} on
   */
  int leaf(int[] tree, int[] probabilities, int offset) throws Vp8Exception {
    int node = 0;
    do {
      node = tree[node + bit(probabilities[offset + (node >> 1)])];
    } while (node > 0);
    return -node;
  }
}
