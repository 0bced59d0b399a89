package liviano.train.data;

import java.util.List;
import java.util.Optional;
import liviano.train.data.boxes.TrueBox;

/**
 * The part of a picture that a detector sees, in parts of the picture's width and height; it may
 * reach beyond the picture.
 *
 * @param width above 0
 * @param height above 0
 */
record BoxView(double x, double y, double width, double height) {
  /** All of the picture, and no more. */
  static final BoxView WHOLE = new BoxView(0, 0, 1, 1);

  /**
   * SSD's: what a crop must at least have in common with an object, in an order by lot; 0 stands
   * for no crop. Those that no crop reaches, as where all objects are small, are passed over.
   */
  private static final double[] OVERLAPS = {0, 0.1, 0.3, 0.5, 0.7, 0.9};

  private static final int TRIALS = 50;
  private static final double LEAST_SIDE = 0.3;
  private static final double MOST_RATIO = 2;

  /** A view by lot, in which the middle of an object is, if there is one. */
  static BoxView draw(List<TrueBox> boxes, BoxAugmentation settings, Draws draws) {
    BoxView ground = WHOLE;
    if (draws.chance(settings.expand())) {
      double side = draws.between(1, settings.mostExpansion());
      ground = new BoxView(-draws.between(0, side - 1), -draws.between(0, side - 1), side, side);
    }
    List<TrueBox> objects = boxes.stream().filter(box -> !box.crowd()).toList();
    if (!settings.crop() || objects.isEmpty()) {
      return ground;
    }
    for (int choice : draws.order(OVERLAPS.length)) {
      if (OVERLAPS[choice] == 0) {
        return ground;
      }
      Optional<BoxView> crop = ground.crop(objects, OVERLAPS[choice], draws);
      if (crop.isPresent()) {
        return crop.get();
      }
    }
    return ground;
  }

  /** A part that has enough in common with an object; empty where fifty lots have not. */
  private Optional<BoxView> crop(List<TrueBox> objects, double least, Draws draws) {
    for (int i = 0; i < TRIALS; i++) {
      BoxView view = part(draws);
      if (view.ratio() <= MOST_RATIO && view.fits(objects, least)) {
        return Optional.of(view);
      }
    }
    return Optional.empty();
  }

  private BoxView part(Draws draws) {
    double across = draws.between(LEAST_SIDE, 1) * width;
    double down = draws.between(LEAST_SIDE, 1) * height;
    return new BoxView(
        x + draws.between(0, width - across), y + draws.between(0, height - down), across, down);
  }

  /** Of the longer side to the shorter one. */
  private double ratio() {
    return Math.max(width / height, height / width);
  }

  private boolean fits(List<TrueBox> objects, double least) {
    return objects.stream().anyMatch(box -> overlap(box) >= least)
        && objects.stream().anyMatch(this::seesMiddle);
  }

  private boolean seesMiddle(TrueBox box) {
    double across = (box.xmin() + box.xmax()) / 2 - x;
    double down = (box.ymin() + box.ymax()) / 2 - y;
    return across > 0 && across < width && down > 0 && down < height;
  }

  /** Intersection over union. */
  private double overlap(TrueBox box) {
    double across = Math.min(box.xmax(), x + width) - Math.max(box.xmin(), x);
    double down = Math.min(box.ymax(), y + height) - Math.max(box.ymin(), y);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double common = across * down;
    return common / (width * height + box.width() * box.height() - common);
  }

  /**
   * A view that also has the given ratio of pixels, longer to the right or down.
   *
   * @param ratio of the view's width to its height, both in parts of the picture
   */
  BoxView withRatio(double ratio) {
    return width > ratio * height
        ? new BoxView(x, y, width, width / ratio)
        : new BoxView(x, y, ratio * height, height);
  }
}
