package liviano.paper.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes labels beside points where they hide neither a point nor another label, and no line if
 * that can be had; a label that finds no place is left out.
 */
final class PointLabels {
  private static final double MARKER = 9;
  private static final double GAP = 6;

  /** Right, left, above, below, then the corners. */
  private static final double[][] DIRECTIONS = {
    {1, 0}, {-1, 0}, {0, -1}, {0, 1}, {0.8, 1}, {-0.8, -1}, {0.8, -1}, {-0.8, 1}
  };

  private final Font font = Style.small();
  private final double height = Lettering.capHeight(font);
  private final int canvas;
  private final List<Line2D> lines;
  private final List<Point2D> points;
  private final List<Rectangle2D> taken = new ArrayList<>();

  /**
   * @param canvas width of the drawing, beyond which nothing may reach
   */
  PointLabels(int canvas, List<Line2D> lines, List<Point2D> points) {
    this.canvas = canvas;
    this.lines = lines;
    this.points = points;
    for (Point2D point : points) {
      taken.add(
          new Rectangle2D.Double(
              point.getX() - MARKER / 2, point.getY() - MARKER / 2, MARKER, MARKER));
    }
  }

  /**
   * @param labels one a point; empty for none
   */
  void paint(Graphics2D graphics, List<String> labels) {
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (!label.isEmpty()) {
        place(i, Lettering.width(font, label))
            .ifPresent(
                box -> {
                  taken.add(box);
                  Lettering.left(graphics, font, label, box.getX(), box.getMaxY());
                });
      }
    }
  }

  private Optional<Rectangle2D> place(int point, double width) {
    List<Rectangle2D> free =
        Stream.of(DIRECTIONS)
            .map(direction -> box(points.get(point), direction, width))
            .filter(box -> isFree(box, taken.get(point)))
            .toList();
    return free.stream()
        .filter(box -> lines.stream().noneMatch(line -> line.intersects(box)))
        .findFirst()
        .or(() -> free.stream().findFirst());
  }

  private Rectangle2D box(Point2D at, double[] direction, double width) {
    double x = at.getX() + direction[0] * (width / 2 + GAP);
    double y = at.getY() + direction[1] * (height / 2 + GAP);
    return new Rectangle2D.Double(x - width / 2, y - height / 2, width, height);
  }

  private boolean isFree(Rectangle2D box, Rectangle2D own) {
    Rectangle2D room =
        new Rectangle2D.Double(box.getX() - 2, box.getY() - 1, box.getWidth() + 4, height + 2);
    return room.getX() >= 0
        && room.getMaxX() <= canvas
        && taken.stream().noneMatch(other -> other != own && other.intersects(room));
  }
}
