package liviano.vision.picture.codec.vp8;

/**
 * Smooths the edges of macroblocks and subblocks where the step is small enough to come from
 * quantisation (RFC 6386, section 15).
 *
 * <p>An edge is given by its first sample on the far side; {@code across} is the distance in the
 * array to the next sample across the edge, {@code along} to the next along it. The samples across
 * are called p3 p2 p1 p0 | q0 q1 q2 q3.
 */
final class LoopFilter {
  private final Planes planes;

  LoopFilter(Planes planes) {
    this.planes = planes;
  }

  /** The filter of luma alone. */
  void simple(int column, int row, FilterStrength strength, boolean inner) {
    Plane luma = planes.luma();
    int at = luma.at(16 * column, 16 * row);
    int stride = luma.stride();
    if (column > 0) {
      simple(luma.samples(), at, 1, stride, strength.macroblockLimit());
    }
    for (int i = 4; inner && i < 16; i += 4) {
      simple(luma.samples(), at + i, 1, stride, strength.subblockLimit());
    }
    if (row > 0) {
      simple(luma.samples(), at, stride, 1, strength.macroblockLimit());
    }
    for (int i = 4; inner && i < 16; i += 4) {
      simple(luma.samples(), at + i * stride, stride, 1, strength.subblockLimit());
    }
  }

  /** The filter of all three planes. */
  void normal(int column, int row, FilterStrength strength, boolean inner) {
    normal(planes.luma(), 16, column, row, strength, inner);
    normal(planes.blue(), 8, column, row, strength, inner);
    normal(planes.red(), 8, column, row, strength, inner);
  }

  private static void normal(
      Plane plane, int side, int column, int row, FilterStrength strength, boolean inner) {
    byte[] samples = plane.samples();
    int stride = plane.stride();
    int at = plane.at(side * column, side * row);
    if (column > 0) {
      macroblockEdge(samples, at, 1, stride, side, strength);
    }
    for (int i = 4; inner && i < side; i += 4) {
      subblockEdge(samples, at + i, 1, stride, side, strength);
    }
    if (row > 0) {
      macroblockEdge(samples, at, stride, 1, side, strength);
    }
    for (int i = 4; inner && i < side; i += 4) {
      subblockEdge(samples, at + i * stride, stride, 1, side, strength);
    }
  }

  private static void simple(byte[] samples, int edge, int across, int along, int limit) {
    for (int i = 0, at = edge; i < 16; i++, at += along) {
      if (step(samples, at, across) <= limit) {
        adjustTwo(samples, at, across);
      }
    }
  }

  private static void macroblockEdge(
      byte[] samples, int edge, int across, int along, int count, FilterStrength strength) {
    int limit = strength.macroblockLimit();
    for (int i = 0, at = edge; i < count; i++, at += along) {
      if (step(samples, at, across) <= limit && isCalm(samples, at, across, strength.interior())) {
        if (isVaried(samples, at, across, strength.highVariance())) {
          adjustTwo(samples, at, across);
        } else {
          adjustSix(samples, at, across);
        }
      }
    }
  }

  private static void subblockEdge(
      byte[] samples, int edge, int across, int along, int count, FilterStrength strength) {
    int limit = strength.subblockLimit();
    for (int i = 0, at = edge; i < count; i++, at += along) {
      if (step(samples, at, across) <= limit && isCalm(samples, at, across, strength.interior())) {
        if (isVaried(samples, at, across, strength.highVariance())) {
          adjustTwo(samples, at, across);
        } else {
          adjustFour(samples, at, across);
        }
      }
    }
  }

  /** 4 |p0 - q0| + |p1 - q1|: twice the RFC's measure, whose half is rounded down. */
  private static int step(byte[] samples, int at, int across) {
    return 4 * distance(samples, at - across, at) + distance(samples, at - 2 * across, at + across);
  }

  /** Whether no neighbours on one side of the edge differ by more than {@code limit}. */
  private static boolean isCalm(byte[] samples, int at, int across, int limit) {
    return distance(samples, at - 4 * across, at - 3 * across) <= limit
        && distance(samples, at - 3 * across, at - 2 * across) <= limit
        && distance(samples, at - 2 * across, at - across) <= limit
        && distance(samples, at, at + across) <= limit
        && distance(samples, at + across, at + 2 * across) <= limit
        && distance(samples, at + 2 * across, at + 3 * across) <= limit;
  }

  private static boolean isVaried(byte[] samples, int at, int across, int threshold) {
    return distance(samples, at - 2 * across, at - across) > threshold
        || distance(samples, at, at + across) > threshold;
  }

  private static int distance(byte[] samples, int a, int b) {
    return Math.abs((samples[a] & 0xFF) - (samples[b] & 0xFF));
  }

  /** Moves p0 and q0, by the outer samples too. */
  private static void adjustTwo(byte[] samples, int at, int across) {
    int gap = gap(samples, at, across) + outerGap(samples, at, across);
    add(samples, at - across, eighth(gap + 3));
    add(samples, at, -eighth(gap + 4));
  }

  /** Moves p0 and q0, and half as far p1 and q1. */
  private static void adjustFour(byte[] samples, int at, int across) {
    int gap = gap(samples, at, across);
    int move = eighth(gap + 4);
    int half = move + 1 >> 1;
    add(samples, at - 2 * across, half);
    add(samples, at - across, eighth(gap + 3));
    add(samples, at, -move);
    add(samples, at + across, -half);
  }

  /** Moves three samples on each side: by about 3/7, 2/7 and 1/7 of the gap. */
  private static void adjustSix(byte[] samples, int at, int across) {
    int gap = signedByte(gap(samples, at, across) + outerGap(samples, at, across));
    for (int i = 0, weight = 27; i < 3; i++, weight -= 9) {
      int move = weight * gap + 63 >> 7;
      add(samples, at - (i + 1) * across, move);
      add(samples, at + i * across, -move);
    }
  }

  private static int gap(byte[] samples, int at, int across) {
    return 3 * ((samples[at] & 0xFF) - (samples[at - across] & 0xFF));
  }

  private static int outerGap(byte[] samples, int at, int across) {
    return signedByte((samples[at - 2 * across] & 0xFF) - (samples[at + across] & 0xFF));
  }

  private static int eighth(int gap) {
    return Math.clamp(gap >> 3, -16, 15);
  }

  private static int signedByte(int number) {
    return Math.clamp(number, Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  private static void add(byte[] samples, int at, int move) {
    samples[at] = (byte) Math.clamp((samples[at] & 0xFF) + move, 0, 255);
  }
}
