package liviano.vision.prepare;

import static liviano.vision.prepare.AntialiasedPlan.FRACTION_BITS;

import java.util.Arrays;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.AntialiasedPlan.Taps;
import liviano.vision.prepare.AntialiasedPlan.Window;

/**
 * Pillow's resize, bit for bit: a filter as wide as the shrinking factor, along rows first and then
 * down columns, each pass in fixed point with 22 fractional bits and rounded to 8 bits.
 */
final class AntialiasedResampler implements Resampler {
  private static final int HALF = 1 << FRACTION_BITS - 1;

  private final AntialiasedPlan plan;
  private final byte[] rgb;
  private final int pictureWidth;
  private final Region source;

  /**
   * Source rows resized along themselves, pixels packed as {@link Gather} does; row r stands in
   * slot r % ring.length.
   */
  private final int[][] ring;

  /** The source row in each slot of the ring. */
  private final int[] held;

  /** The source pixels of a row that are needed, and those of one tap. */
  private final int[] row;

  private final int[] pixels;

  /** Of a source row that is resized along itself. */
  private final Sums across;

  /** Of a resized row; source rows are resized meanwhile. */
  private final Sums down;

  AntialiasedResampler(AntialiasedPlan plan, Picture picture, Region source) {
    this.plan = plan;
    this.rgb = picture.pixels().rgb();
    this.pictureWidth = picture.width();
    this.source = source;
    int width = plan.columns().length;
    this.row = new int[plan.taps().isPresent() ? plan.taps().get().pixels().needed() : 0];
    this.pixels = new int[width];
    this.across = new Sums(width);
    this.down = new Sums(width);
    this.ring = new int[plan.shared()][width];
    this.held = new int[ring.length];
    Arrays.fill(held, -1);
  }

  /** Weighted samples, summed in fixed point, of each pixel of a row. */
  private record Sums(int[] reds, int[] greens, int[] blues) {
    Sums(int width) {
      this(new int[width], new int[width], new int[width]);
    }

    void clear() {
      Arrays.fill(reds, HALF);
      Arrays.fill(greens, HALF);
      Arrays.fill(blues, HALF);
    }
  }

  @Override
  public void row(int y, float[][] into) {
    Window window = plan.row(y);
    down.clear();
    for (int k = 0; k < window.weights().length; k++) {
      int[] line = line(window.first() + k);
      add(line, window.weights()[k], down);
    }
    round(down.reds, into[0]);
    round(down.greens, into[1]);
    round(down.blues, into[2]);
  }

  /** One source row, resized along itself; held from earlier where the ring is long enough. */
  private int[] line(int row) {
    int slot = row % ring.length;
    if (held[slot] != row) {
      int start = 3 * ((source.y() + row) * pictureWidth + source.x());
      if (plan.taps().isPresent()) {
        resize(plan.taps().get(), start, ring[slot]);
      } else {
        resize(start, ring[slot]);
      }
      held[slot] = row;
    }
    return ring[slot];
  }

  /** One source row, resized along itself, tap by tap. */
  private void resize(Taps taps, int start, int[] into) {
    taps.pixels().read(rgb, start, row);
    across.clear();
    for (int tap = 0; tap < taps.weights().length; tap++) {
      taps.pixels().pick(row, tap, pixels);
      add(pixels, taps.weights()[tap], across);
    }
    round(across.reds, across.greens, across.blues, into);
  }

  private static void add(int[] pixels, int weight, Sums sums) {
    add(pixels, 0, weight, sums.reds);
    add(pixels, 8, weight, sums.greens);
    add(pixels, 16, weight, sums.blues);
  }

  private static void add(int[] pixels, int[] weights, Sums sums) {
    add(pixels, 0, weights, sums.reds);
    add(pixels, 8, weights, sums.greens);
    add(pixels, 16, weights, sums.blues);
  }

  /**
   * One channel; a loop that writes one array is what C2 reliably turns into vector instructions.
   *
   * @param shift of the channel's bits in a pixel
   */
  private static void add(int[] pixels, int shift, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (pixels[i] >> shift & 0xFF) * weight;
    }
  }

  private static void add(int[] pixels, int shift, int[] weights, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (pixels[i] >> shift & 0xFF) * weights[i];
    }
  }

  private static void round(int[] sums, float[] into) {
    for (int i = 0; i < sums.length; i++) {
      into[i] = clamp(sums[i] >> FRACTION_BITS);
    }
  }

  private static void round(int[] reds, int[] greens, int[] blues, int[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] =
          clamp(reds[i] >> FRACTION_BITS)
              | clamp(greens[i] >> FRACTION_BITS) << 8
              | clamp(blues[i] >> FRACTION_BITS) << 16;
    }
  }

  /** One source row, resized along itself, pixel by pixel: for windows too wide for a table. */
  private void resize(int start, int[] into) {
    for (int i = 0; i < into.length; i++) {
      Window window = plan.columns()[i];
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int at = start + 3 * window.first();
      for (int weight : window.weights()) {
        red += (rgb[at] & 0xFF) * weight;
        green += (rgb[at + 1] & 0xFF) * weight;
        blue += (rgb[at + 2] & 0xFF) * weight;
        at += 3;
      }
      into[i] =
          clamp(red >> FRACTION_BITS)
              | clamp(green >> FRACTION_BITS) << 8
              | clamp(blue >> FRACTION_BITS) << 16;
    }
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
