package liviano.vision.drawing;

import java.util.Locale;
import liviano.vision.Box;
import liviano.vision.Picture;
import liviano.vision.explain.ClassMap;

/**
 * A class map over its picture: areas that speak for the class are bright, a line surrounds those
 * with more than half of the greatest value, and areas that the network did not see are dark. Under
 * the picture, on a larger page, stand the class, its score and the scale.
 */
public final class HeatOverlay {
  private static final double DIMMED = 0.42; // of the picture's light where nothing speaks
  private static final double GREYED = 0.75; // of its colour lost there
  private static final double UNSEEN = 0.15; // of the light outside the network's view
  private static final double GLOW = 0.62; // cover of the strongest place
  private static final double HALF = 0.5;

  private HeatOverlay() {}

  /** Draws on a copy of the picture. Scale: 0, and below, to the greatest value of the map. */
  public static Picture draw(Picture picture, ClassMap map) {
    int width = picture.width();
    int height = picture.height();
    Pens pens = Pens.of(width, height);
    Canvas canvas = Canvas.of(picture);
    Heat heat = new Heat(map, width, pens.line());
    Colour[] line = new Colour[width];
    for (int y = 0; y < height; y++) {
      heat.row(y);
      for (int x = 0; x < width; x++) {
        line[x] = heat.isSeen(x, y) ? heat.glow(picture, x, y) : dimmed(picture, x, y, UNSEEN);
      }
      for (int x = 0; x < width; x++) {
        canvas.blend(x, y, line[x], 1);
        if (heat.isSeen(x, y)) {
          canvas.blend(x, y, Colour.WHITE, heat.contour(x));
        }
      }
    }
    String score = String.format(Locale.ROOT, "%.1f %%", 100 * map.category().score());
    return HeatScale.added(
            canvas, width, height, pens, map.category().label(), score, Math.max(0, map.most()))
        .picture();
  }

  /** The colour of an amount where the picture is a middle grey: for the scale. */
  static Colour onGrey(double amount) {
    Colour grey = new Colour(128, 128, 128);
    return glowing(grey, grey.mix(Colour.BLACK, 1 - DIMMED), amount);
  }

  private static Colour glowing(Colour light, Colour dim, double amount) {
    Colour heat = HeatColours.of(0.25 + 0.75 * amount);
    return dim.mix(light, amount).mix(heat, GLOW * Math.sqrt(amount));
  }

  /** A pixel in grey and darker. */
  private static Colour dimmed(Picture picture, int x, int y, double light) {
    Colour pixel = Colour.ofRgb(picture.rgb(x, y));
    int grey = Math.round(0.299f * pixel.red() + 0.587f * pixel.green() + 0.114f * pixel.blue());
    return pixel.mix(new Colour(grey, grey, grey), GREYED).mix(Colour.BLACK, 1 - light);
  }

  /** The map between its points, as a share of its greatest value, for one row of pixels. */
  private static final class Heat {
    private final ClassMap map;
    private final Box view;
    private final double pen;
    private final double scale; // 0 where nothing speaks for the class
    private float[] above;
    private float[] here;
    private float[] below;
    private int rowHere = Integer.MIN_VALUE;

    Heat(ClassMap map, int width, double pen) {
      this.map = map;
      this.view = map.view();
      this.pen = pen;
      this.scale = map.most() > 0 ? 1 / map.most() : 0;
      this.above = new float[width];
      this.here = new float[width];
      this.below = new float[width];
    }

    void row(int y) {
      if (y != rowHere + 1) {
        fill(y - 1, here);
        fill(y, below);
      }
      float[] free = above;
      above = here;
      here = below;
      below = free;
      fill(y + 1, below);
      rowHere = y;
    }

    boolean isSeen(int x, int y) {
      return x + 0.5 >= view.x()
          && x + 0.5 <= view.x() + view.width()
          && y + 0.5 >= view.y()
          && y + 0.5 <= view.y() + view.height();
    }

    Colour glow(Picture picture, int x, int y) {
      double amount = Math.clamp(here[x], 0, 1);
      return glowing(Colour.ofRgb(picture.rgb(x, y)), dimmed(picture, x, y, DIMMED), amount);
    }

    /** How much of a pixel the line round the half covers: by its distance, to first order. */
    double contour(int x) {
      double across = here[Math.min(x + 1, here.length - 1)] - here[Math.max(x - 1, 0)];
      double down = below[x] - above[x];
      double slope = Math.sqrt(across * across + down * down) / 2;
      double distance = slope > 0 ? Math.abs(here[x] - HALF) / slope : Double.MAX_VALUE;
      return 0.85 * Math.clamp(pen / 2 + 0.5 - distance, 0, 1);
    }

    private void fill(int y, float[] into) {
      double row = Math.clamp((y + 0.5 - map.grid().y()) / map.grid().stepY(), 0, map.height() - 1);
      int top = (int) row;
      int bottom = Math.min(top + 1, map.height() - 1);
      for (int x = 0; x < into.length; x++) {
        double column =
            Math.clamp((x + 0.5 - map.grid().x()) / map.grid().stepX(), 0, map.width() - 1);
        int left = (int) column;
        int right = Math.min(left + 1, map.width() - 1);
        double upper = mix(map.at(top, left), map.at(top, right), column - left);
        double lower = mix(map.at(bottom, left), map.at(bottom, right), column - left);
        into[x] = (float) (scale * mix(upper, lower, row - top));
      }
    }

    private static double mix(double from, double to, double share) {
      return from + (to - from) * share;
    }
  }
}
