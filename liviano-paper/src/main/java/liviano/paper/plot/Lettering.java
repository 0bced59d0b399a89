package liviano.paper.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import liviano.cli.CommandException;

/** Text in drawings: one family, measured without a screen. */
public final class Lettering {
  /** A family that every viewer of SVG has, and that AWT calls by the same name. */
  private static final String FAMILY = Font.SANS_SERIF;

  /** Fractions count, and no hinting: the same widths at every scale. */
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  private Lettering() {}

  /** Letters of that size in points. */
  public static Font plain(double size) {
    return new Font(FAMILY, Font.PLAIN, 1).deriveFont((float) size);
  }

  /** Bold letters of that size in points. */
  public static Font bold(double size) {
    return new Font(FAMILY, Font.BOLD, 1).deriveFont((float) size);
  }

  /** Width of a line in points. */
  public static double width(Font font, String line) {
    return font.getStringBounds(line, METRICS).getWidth();
  }

  /** From the baseline up to the top of a capital letter, in points. */
  public static double capHeight(Font font) {
    Rectangle2D bounds = font.createGlyphVector(METRICS, "H").getVisualBounds();
    return bounds.getHeight();
  }

  /** Draws a line whose baseline starts at a point. */
  public static void left(Graphics2D graphics, Font font, String line, double x, double y) {
    graphics.setFont(font);
    graphics.drawString(line, (float) x, (float) y);
  }

  /** Draws a line whose baseline has its middle at a point. */
  public static void centred(Graphics2D graphics, Font font, String line, double x, double y) {
    left(graphics, font, line, x - width(font, line) / 2, y);
  }

  /** Draws a line whose baseline ends at a point. */
  public static void right(Graphics2D graphics, Font font, String line, double x, double y) {
    left(graphics, font, line, x - width(font, line), y);
  }

  /**
   * @throws CommandException if there are no fonts, as in containers made of Alpine Linux
   */
  static void requireFonts() {
    try {
      width(plain(10), "A");
    } catch (RuntimeException | LinkageError | InternalError e) {
      // What AWT throws differs from release to release, and from the first call to the second.
      throw new CommandException(
          "drawing needs fonts and Java finds none; install some, such as the package "
              + "fonts-dejavu-core (Debian) or fontconfig and ttf-dejavu (Alpine)",
          e);
    }
  }
}
