package liviano.paper.lab;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import liviano.paper.experiments.Matrix;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.Style;

/**
 * A matrix as coloured cells: with the numbers in them where there are few.
 *
 * @param most what the deepest colour stands for; above 0
 * @param decimals digits after the point
 */
record HeatMap(Matrix matrix, Scale scale, double most, int decimals) {
  private static final int MOST_WITH_NUMBERS = 16;
  private static final int MOST_CELLS = 64;
  private static final int CELL = 38;
  private static final int SIDE = 512;

  /** The part of a large map whose numbers have a colour of their own. */
  private static final double USUAL = 0.99;

  /** How numbers become colours. */
  enum Scale {
    /** White is 0, blue positive, orange negative. */
    SIGNED {
      @Override
      Color colour(double share) {
        double strength = Math.min(Math.abs(share), 1) * 0.85;
        return Style.tint(Style.colour(share < 0 ? 1 : 0), strength);
      }
    },
    /** Black is 0, white the most. */
    BRIGHTNESS {
      @Override
      Color colour(double share) {
        float grey = (float) Math.clamp(share, 0, 1);
        return new Color(grey, grey, grey);
      }
    };

    /**
     * @param share of the most
     */
    abstract Color colour(double share);
  }

  /** With the deepest colour for its largest number, of whatever sign. */
  static HeatMap of(Matrix matrix, Scale scale) {
    return of(matrix, scale, Math.max(matrix.max(), -matrix.min()));
  }

  /**
   * What the deepest colour of a map and of those made of it is to stand for: the largest number of
   * whatever sign, but in a map too large for numbers what one in a hundred exceeds. A photograph
   * has few sharp edges, beside which all others would be white.
   */
  static double deepest(Matrix matrix) {
    double largest = Math.max(matrix.max(), -matrix.min());
    if (Math.max(matrix.rows(), matrix.columns()) <= MOST_CELLS) {
      return largest;
    }
    double[] magnitudes = new double[matrix.rows() * matrix.columns()];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(matrix.at(i / matrix.columns(), i % matrix.columns()));
    }
    Arrays.sort(magnitudes);
    double usual = magnitudes[(int) (magnitudes.length * USUAL)];
    return usual > 0 ? usual : largest;
  }

  /** With the deepest colour for a number. */
  static HeatMap of(Matrix matrix, Scale scale, double most) {
    return new HeatMap(matrix, scale, most > 0 ? most : 1, Numbers.decimals(matrix));
  }

  Graphic drawing() {
    int longest = Math.max(matrix.rows(), matrix.columns());
    if (longest > MOST_CELLS) {
      double scaled = Math.min(1, (double) SIDE / longest);
      return new Graphic(
          (int) Math.max(1, matrix.columns() * scaled),
          (int) Math.max(1, matrix.rows() * scaled),
          this::paintPixels);
    }
    boolean numbers = longest <= MOST_WITH_NUMBERS;
    int cell = numbers ? CELL : SIDE / longest;
    return new Graphic(
        matrix.columns() * cell + 1,
        matrix.rows() * cell + 1,
        graphics -> paintCells(graphics, cell, numbers));
  }

  private Color colour(int row, int column) {
    return scale.colour(matrix.at(row, column) / most);
  }

  private void paintCells(Graphics2D graphics, int cell, boolean numbers) {
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        Color colour = colour(row, column);
        double x = column * cell + 0.5;
        double y = row * cell + 0.5;
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(x, y, cell, cell));
        if (numbers) {
          graphics.setColor(Style.GUIDE);
          graphics.setStroke(Style.LINE);
          graphics.draw(new Rectangle2D.Double(x, y, cell, cell));
          write(graphics, matrix.at(row, column), colour, x + cell / 2.0, y + cell / 2.0 + 4);
        }
      }
    }
    graphics.setColor(Style.FAINT_INK);
    graphics.setStroke(Style.LINE);
    graphics.draw(
        new Rectangle2D.Double(
            0.5, 0.5, (double) matrix.columns() * cell, (double) matrix.rows() * cell));
  }

  private void write(Graphics2D graphics, double number, Color ground, double x, double y) {
    boolean dark = ground.getRed() * 0.3 + ground.getGreen() * 0.6 + ground.getBlue() * 0.1 < 128;
    graphics.setColor(dark ? Style.GROUND : Style.INK);
    Lettering.centred(graphics, Style.text(), Numbers.brief(number, decimals), x, y);
  }

  private void paintPixels(Graphics2D graphics) {
    BufferedImage image =
        new BufferedImage(matrix.columns(), matrix.rows(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        image.setRGB(column, row, strengthened(row, column).getRGB());
      }
    }
    double scaled = Math.min(1, (double) SIDE / Math.max(matrix.rows(), matrix.columns()));
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    int width = (int) Math.max(1, matrix.columns() * scaled);
    int height = (int) Math.max(1, matrix.rows() * scaled);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.setColor(Style.GUIDE);
    graphics.setStroke(Style.LINE);
    graphics.draw(new Rectangle2D.Double(0.5, 0.5, width - 1.0, height - 1.0));
  }

  /** Of a signed map the square root, so that what is faint shows without a number. */
  private Color strengthened(int row, int column) {
    double share = matrix.at(row, column) / most;
    return scale.colour(
        scale == Scale.SIGNED ? Math.copySign(Math.sqrt(Math.abs(share)), share) : share);
  }
}
