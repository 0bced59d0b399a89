package liviano.vision;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The class of every pixel of a picture. Immutable.
 *
 * <p>A mask is height x width bytes, row by row from the top, each a class's index from 0 to 255 as
 * an unsigned byte ({@code mask[i] & 0xFF}).
 */
public final class Segmentation {
  private static final int MOST_CLASSES = 256;

  private final int width;
  private final int height;
  private final byte[] mask;
  private final List<String> labels;
  private final long[] pixels;
  private final Optional<float[]> confidences;

  /**
   * @param mask kept, not copied
   * @param confidences kept, not copied
   */
  Segmentation(
      int width, int height, byte[] mask, List<String> labels, Optional<float[]> confidences) {
    this.width = width;
    this.height = height;
    this.mask = mask;
    this.labels = List.copyOf(labels);
    this.confidences = confidences;
    this.pixels = count(mask, this.labels.size());
  }

  /**
   * A segmentation that is known already.
   *
   * @param mask copied
   * @param labels the name of each class, by index; at most 256
   * @throws IllegalArgumentException if the mask is not of that size, or holds an index without a
   *     label
   */
  public static Segmentation of(int width, int height, byte[] mask, List<String> labels) {
    if (width < 1 || height < 1 || (long) width * height != mask.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a mask of %d bytes for %dx%d pixels: give one a pixel",
              mask.length,
              width,
              height));
    }
    if (labels.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d labels; a mask holds at most %d classes",
              labels.size(),
              MOST_CLASSES));
    }
    return new Segmentation(width, height, mask.clone(), labels, Optional.empty());
  }

  /** Pixels a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The name of every class, by index. */
  public List<String> labels() {
    return labels;
  }

  /**
   * The class of one pixel.
   *
   * @throws IndexOutOfBoundsException where the pixel is outside the picture
   */
  public int classAt(int x, int y) {
    return mask[index(x, y)] & 0xFF;
  }

  /** A copy of the mask. */
  public byte[] mask() {
    return mask.clone();
  }

  /**
   * The probability of each pixel's class, 0 to 1, in the order of the mask: a copy. Empty where
   * the options do not ask for it.
   */
  public Optional<float[]> confidences() {
    return confidences.map(float[]::clone);
  }

  /** How many pixels are of a class. */
  public long pixels(int classIndex) {
    return pixels[Objects.checkIndex(classIndex, pixels.length)];
  }

  /** The share of the picture that is of a class, 0 to 1. */
  public double share(int classIndex) {
    return (double) pixels(classIndex) / mask.length;
  }

  /** The classes that are in the picture, the largest first; of equal ones the lower index. */
  public List<ClassArea> areas() {
    return IntStream.range(0, pixels.length)
        .filter(index -> pixels[index] > 0)
        .mapToObj(index -> new ClassArea(index, labels.get(index), pixels[index], share(index)))
        .sorted(Comparator.comparingLong(area -> -area.pixels()))
        .toList();
  }

  /** Such as {@code Segmentation[640x480, cat 0.31, background 0.69]}. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "Segmentation[%dx%d", width, height));
    for (ClassArea area : areas()) {
      text.append(String.format(Locale.ROOT, ", %s %.2f", area.label(), area.share()));
    }
    return text.append(']').toString();
  }

  private int index(int x, int y) {
    return Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width);
  }

  private static long[] count(byte[] mask, int classes) {
    long[] counts = new long[MOST_CLASSES];
    for (byte index : mask) {
      counts[index & 0xFF]++;
    }
    for (int index = classes; index < MOST_CLASSES; index++) {
      if (counts[index] > 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the mask holds class %d; there are labels for %d", index, classes));
      }
    }
    return Arrays.copyOf(counts, classes);
  }
}
