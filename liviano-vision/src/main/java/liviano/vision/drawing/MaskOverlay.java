package liviano.vision.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import liviano.vision.Picture;

/**
 * A class mask over a picture: areas tinted, borders drawn, and a legend beside the picture, on a
 * larger page, so that it hides nothing.
 */
public final class MaskOverlay {
  private static final double TINT = 0.5;
  private static final double HALO = 0.6;
  private static final int VALUES = 256;

  private MaskOverlay() {}

  /**
   * Tints a copy of the picture and adds a legend of the classes that occur, the largest first: to
   * the right of upright pictures, else below.
   *
   * @param mask height x width class indices of 0 to 255, row by row from the top
   * @param classes to paint; all others leave the picture as it is
   * @throws IllegalArgumentException where the mask is not of the picture's size or an index is
   *     given twice
   */
  public static Picture draw(Picture picture, byte[] mask, List<MaskClass> classes) {
    Canvas canvas = tinted(picture, mask, classes);
    List<Legend.Entry> entries = entries(mask, classes);
    if (entries.isEmpty()) {
      return canvas.picture();
    }
    return Legend.added(canvas, picture.width(), picture.height(), entries).picture();
  }

  /**
   * Tints a copy of the picture, without a legend.
   *
   * @param mask height x width class indices of 0 to 255, row by row from the top
   * @param classes to paint; all others leave the picture as it is
   * @throws IllegalArgumentException where the mask is not of the picture's size or an index is
   *     given twice
   */
  public static Picture tint(Picture picture, byte[] mask, List<MaskClass> classes) {
    return tinted(picture, mask, classes).picture();
  }

  private static Canvas tinted(Picture picture, byte[] mask, List<MaskClass> classes) {
    int width = picture.width();
    int height = picture.height();
    if (mask.length != width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mask of %d pixels for a picture of %dx%d: give one byte a pixel, %d",
              mask.length,
              width,
              height,
              width * height));
    }
    MaskClass[] byIndex = byIndex(classes);
    Canvas canvas = Canvas.of(picture);
    int reach = (int) Math.max(1, Math.round(Pens.of(width, height).line() / 2));
    Borders borders = new Borders(width, height, mask, reach);
    boolean[] border = new boolean[width];
    for (int y = 0; y < height; y++) {
      borders.row(y, border);
      for (int x = 0; x < width; x++) {
        MaskClass painted = byIndex[mask[y * width + x] & 0xFF];
        if (painted != null) {
          canvas.blend(x, y, painted.colour(), border[x] ? 1 : TINT);
        } else if (border[x]) {
          canvas.blend(x, y, Colour.WHITE, HALO);
        }
      }
    }
    return canvas;
  }

  private static MaskClass[] byIndex(List<MaskClass> classes) {
    MaskClass[] byIndex = new MaskClass[VALUES];
    for (MaskClass one : classes) {
      if (byIndex[one.index()] != null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "class index %d is given twice, as '%s' and '%s': give each once",
                one.index(),
                byIndex[one.index()].name(),
                one.name()));
      }
      byIndex[one.index()] = one;
    }
    return byIndex;
  }

  private static List<Legend.Entry> entries(byte[] mask, List<MaskClass> classes) {
    long[] pixels = new long[VALUES];
    for (byte index : mask) {
      pixels[index & 0xFF]++;
    }
    List<Legend.Entry> entries = new ArrayList<>();
    for (MaskClass one : classes) {
      if (pixels[one.index()] > 0) {
        double share = (double) pixels[one.index()] / mask.length;
        entries.add(new Legend.Entry(one.colour(), one.name(), share));
      }
    }
    entries.sort(Comparator.comparingDouble(Legend.Entry::share).reversed());
    return entries;
  }
}
