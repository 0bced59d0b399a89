package liviano.vision.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * Places labels beside their boxes: inside the picture always, touching the box unless others crowd
 * it, and where there is room not over another plate. Of all places along a box's edges the
 * cheapest is taken, one plate after the other.
 */
final class PlateLayout {
  private static final int STEPS = 4; // places along an edge, less one
  private static final double COVERS_PLATE = 100;
  private static final double COVERS_BOX = 6;
  private static final double LEAVES_BOX = 8;
  private static final double LATER_CHOICE = 0.04;

  private final double width;
  private final double height;
  private final List<Rect> boxes;
  private final List<Rect> placed = new ArrayList<>();

  /**
   * @param boxes all that are drawn; plates avoid hiding them
   */
  PlateLayout(double width, double height, List<Rect> boxes) {
    this.width = width;
    this.height = height;
    this.boxes = boxes;
  }

  /** The place of the next plate; its size must fit into the picture. */
  Rect place(Rect box, double plateWidth, double plateHeight) {
    List<Rect> choices = choices(box, plateWidth, plateHeight);
    Rect best = choices.getFirst();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < choices.size() && least > i * LATER_CHOICE; i++) {
      double cost = i * LATER_CHOICE + cost(choices.get(i), box, least);
      if (cost < least) {
        least = cost;
        best = choices.get(i);
      }
    }
    placed.add(best);
    return best;
  }

  /** Best liked first: above, inside at the top, below, inside at the bottom, on the sides. */
  private List<Rect> choices(Rect box, double w, double h) {
    List<Rect> choices = new ArrayList<>();
    for (double y : rows(box, h)) {
      for (int step = 0; step <= STEPS; step++) {
        double x = box.x0() + step * (box.width() - w) / STEPS;
        choices.add(Rect.ofSize(Math.round(x), Math.round(y), w, h).within(width, height));
      }
    }
    for (double x : new double[] {box.x1(), box.x0() - w, box.x0(), box.x1() - w}) {
      for (int step = 0; step <= STEPS; step++) {
        double y = box.y0() + step * (box.height() - h) / STEPS;
        choices.add(Rect.ofSize(Math.round(x), Math.round(y), w, h).within(width, height));
      }
    }
    return choices;
  }

  /** The last two are a plate's height away from the box, for crowded pictures. */
  private static double[] rows(Rect box, double h) {
    return new double[] {
      box.y0() - h, box.y0(), box.y1(), box.y1() - h, box.y0() - 2 * h, box.y1() + h
    };
  }

  private double cost(Rect plate, Rect own, double limit) {
    double cost = 0;
    for (Rect other : placed) {
      cost += COVERS_PLATE * plate.overlap(other) / plate.area();
      if (cost >= limit) {
        return cost;
      }
    }
    for (Rect box : boxes) {
      cost += COVERS_BOX * plate.overlap(box) / Math.max(box.area(), 1);
    }
    double dx = Math.max(0, Math.max(own.x0() - plate.x1(), plate.x0() - own.x1()));
    double dy = Math.max(0, Math.max(own.y0() - plate.y1(), plate.y0() - own.y1()));
    return cost + LEAVES_BOX * Math.hypot(dx, dy) / plate.height();
  }
}
