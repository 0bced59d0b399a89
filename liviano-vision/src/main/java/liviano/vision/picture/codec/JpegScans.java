package liviano.vision.picture.codec;

import java.util.Arrays;
import java.util.Locale;

/**
 * What the scans of a JPEG frame carry. Each codes some coefficients of some components, in a
 * progressive file to some precision, and costs a pass over all blocks of these components.
 */
final class JpegScans {
  private static final int COEFFICIENTS = 64;
  private static final int UNCODED = 99;

  /**
   * Passes over a component. Encoders make up to six, with as many blocks as the picture is large;
   * a scan of no information costs nearly as much time as one of full data.
   */
  private static final int MOST_PASSES = 8;

  /** Blocks that may be passed over in any picture: less than a second's work. */
  private static final long FREE_BLOCKS = 1 << 22;

  private static final int MOST_SCANS = 100;

  private final int[] ids;
  private final long[] blocks;
  private final boolean progressive;

  /** By component and coefficient: the lowest bits that are still missing. */
  private final int[][] missingBits;

  private int count;
  private long passed;

  private JpegScans(int[] ids, long[] blocks, boolean progressive) {
    this.ids = ids;
    this.blocks = blocks;
    this.progressive = progressive;
    this.missingBits = new int[ids.length][COEFFICIENTS];
    for (int[] bits : missingBits) {
      Arrays.fill(bits, UNCODED);
    }
  }

  /**
   * @param components at byte {@code at} the first of {@code count} component records of a frame
   */
  static JpegScans of(
      Bytes components, int at, int count, int width, int height, boolean progressive)
      throws DecodeException {
    int[] ids = new int[count];
    int[] across = new int[count];
    int[] down = new int[count];
    int mostAcross = 0;
    int mostDown = 0;
    for (int i = 0; i < count; i++) {
      ids[i] = components.u8(at + 3 * i);
      int sampling = components.u8(at + 3 * i + 1);
      across[i] = sampling >> 4;
      down[i] = sampling & 15;
      if (across[i] < 1 || across[i] > 4 || down[i] < 1 || down[i] > 4) {
        throw new DecodeException(
            String.format(Locale.ROOT, "damaged JPEG frame header: sampling %02X", sampling));
      }
      mostAcross = Math.max(mostAcross, across[i]);
      mostDown = Math.max(mostDown, down[i]);
    }
    long[] blocks = new long[count];
    for (int i = 0; i < count; i++) {
      long columns = Math.ceilDiv(width * across[i], 8 * mostAcross);
      long rows = Math.ceilDiv(height * down[i], 8 * mostDown);
      blocks[i] = columns * rows;
    }
    return new JpegScans(ids, blocks, progressive);
  }

  /** Adds the scan whose header has its length at byte {@code at}, and bounds the work so far. */
  void add(Bytes bytes, int at) throws DecodeException {
    count++;
    int components = bytes.u8(at + 2);
    if (components < 1 || components > 4 || bytes.u16be(at) != 6 + 2 * components) {
      throw damaged(at);
    }
    int first = bytes.u8(at + 3 + 2 * components);
    int last = bytes.u8(at + 4 + 2 * components);
    int low = bytes.u8(at + 5 + 2 * components) & 15;
    if (!progressive) {
      first = 0;
      last = COEFFICIENTS - 1;
      low = 0;
    } else if (first > last || last >= COEFFICIENTS) {
      throw damaged(at);
    }
    boolean[] met = new boolean[ids.length];
    for (int i = 0; i < components; i++) {
      int component = component(bytes.u8(at + 3 + 2 * i), met);
      if (component < 0) {
        throw damaged(at);
      }
      met[component] = true;
      passed += blocks[component];
      Arrays.fill(missingBits[component], first, last + 1, low);
    }
    requireBounded();
  }

  /** The place of a component in the frame; of several with one name the first not yet met. */
  private int component(int id, boolean[] met) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id && !met[i]) {
        return i;
      }
    }
    return -1;
  }

  private void requireBounded() throws DecodeException {
    if (count > MOST_SCANS || passed > Math.max(FREE_BLOCKS, MOST_PASSES * blocks())) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "a JPEG of %d scans or more, too many for its size: save it with fewer, or as PNG",
              count));
    }
  }

  private static DecodeException damaged(int at) {
    return new DecodeException(
        String.format(Locale.ROOT, "damaged JPEG scan header at byte %d", at));
  }

  int count() {
    return count;
  }

  /** Blocks of 64 coefficients, of all components. */
  long blocks() {
    long sum = 0;
    for (long ofComponent : blocks) {
      sum += ofComponent;
    }
    return sum;
  }

  /** Whether every coefficient of every component was coded to its lowest bit. */
  boolean complete() {
    for (int[] ofComponent : missingBits) {
      for (int bits : ofComponent) {
        if (bits != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
