package liviano.paper.plot;

import java.awt.Graphics2D;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Something to look at.
 *
 * @param width in points, at most {@value #MAX_SIDE}
 * @param height in points, at most {@value #MAX_SIDE}
 * @param painter paints it from (0, 0) to (width, height) on a white ground; may be called more
 *     than once and gives the same each time
 */
public record Graphic(int width, int height, Consumer<Graphics2D> painter) {
  /** The longest side: a poster, whose pixels still fit into memory. */
  public static final int MAX_SIDE = 8192;

  private static final long MAX_AREA = 1L << 25;

  /**
   * @throws IllegalArgumentException if a side is below 1 or above {@value #MAX_SIDE}, or both are
   *     so long that the pixels would not fit into memory
   */
  public Graphic {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a drawing of %dx%d: each side must be from 1 to %d",
              width,
              height,
              MAX_SIDE));
    }
    if ((long) width * height > MAX_AREA) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a drawing of %dx%d holds over %d points", width, height, MAX_AREA));
    }
  }

  /** Paints it at a place of another drawing. */
  void paint(Graphics2D graphics, double x, double y) {
    Graphics2D own = (Graphics2D) graphics.create();
    try {
      own.translate(x, y);
      painter.accept(own);
    } finally {
      own.dispose();
    }
  }
}
