package liviano.paper.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * Two axes with their marks and numbers, and what is left between them.
 *
 * @param x where values stand along the lower edge
 * @param y where they stand along the left edge, upwards
 * @param numbers marks of the y axis
 * @param room for points or bars
 */
record Axes(Scale x, Scale y, Ticks numbers, Rectangle2D room) {
  private static final double MARK = 4;
  private static final double GAP = 4;
  private static final double LINE = 13;
  private static final double TOP = 6;

  /** Axes whose ends are the data's, or those that were asked for. */
  static Axes of(
      Axis xAxis,
      DoubleSummaryStatistics xs,
      Axis yAxis,
      DoubleSummaryStatistics ys,
      Rectangle2D canvas) {
    double bottom = bottom(canvas);
    Scale y = Scale.of(yAxis, ys, bottom, canvas.getMinY() + TOP);
    Ticks numbers = Ticks.upwards(yAxis, y);
    Rectangle2D room = room(canvas, numbers);
    return new Axes(Scale.of(xAxis, xs, room.getMinX(), room.getMaxX()), y, numbers, room);
  }

  /** Axes for bars, which stand on the lower one; places along it are from 0 to their number. */
  static Axes forBars(Axis value, double most, int categories, Rectangle2D canvas) {
    Scale y =
        Scale.fromTheStart(
            value,
            value.min().orElse(0),
            value.max().orElse(most > 0 ? most : 1),
            bottom(canvas),
            canvas.getMinY() + TOP);
    Ticks numbers = Ticks.upwards(value, y);
    Rectangle2D room = room(canvas, numbers);
    return new Axes(
        new Scale(false, 0, categories, room.getMinX() + GAP, room.getMaxX() - GAP),
        y,
        numbers,
        room);
  }

  private static double bottom(Rectangle2D canvas) {
    return canvas.getMaxY() - LINE - GAP - MARK;
  }

  private static Rectangle2D room(Rectangle2D canvas, Ticks numbers) {
    double widest =
        numbers.labels().stream()
            .mapToDouble(label -> Lettering.width(Style.tick(), label))
            .max()
            .orElse(0);
    double left = canvas.getMinX() + widest + 2 * GAP + MARK;
    double top = canvas.getMinY() + TOP;
    return new Rectangle2D.Double(left, top, canvas.getMaxX() - left, bottom(canvas) - top);
  }

  /**
   * Paints lines that guide the eye, both axes, marks and numbers.
   *
   * @param below the marks of the x axis
   */
  void paint(Graphics2D graphics, Ticks below) {
    double low = room.getMaxY();
    double left = room.getMinX();
    double drop = Lettering.capHeight(Style.tick());
    for (int i = 0; i < numbers.marks().size(); i++) {
      double at = y.place(numbers.marks().get(i));
      String label = numbers.labels().get(i);
      if (!label.isEmpty()) {
        graphics.setColor(Style.GUIDE);
        graphics.setStroke(Style.line(0.8));
        graphics.draw(new Line2D.Double(left, at, room.getMaxX(), at));
        graphics.setColor(Style.INK);
        Lettering.right(graphics, Style.tick(), label, left - MARK - GAP, at + drop / 2);
      }
      mark(graphics, new Line2D.Double(left - MARK, at, left, at));
    }
    for (int i = 0; i < below.marks().size(); i++) {
      double at = x.place(below.marks().get(i));
      mark(graphics, new Line2D.Double(at, low, at, low + MARK));
      word(graphics, below.labels().get(i), at);
    }
    mark(graphics, new Line2D.Double(left, room.getMinY(), left, low));
    mark(graphics, new Line2D.Double(left, low, room.getMaxX(), low));
  }

  /** The same below bars: a name in the middle of each group, where there is room for it. */
  void paint(Graphics2D graphics, List<String> names) {
    paint(graphics, new Ticks(List.of(), List.of()));
    double end = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < names.size(); i++) {
      double middle = x.place(i + 0.5);
      double half = Lettering.width(Style.tick(), names.get(i)) / 2;
      mark(graphics, new Line2D.Double(middle, room.getMaxY(), middle, room.getMaxY() + MARK));
      if (middle - half > end + GAP / 2) {
        word(graphics, names.get(i), middle);
        end = middle + half;
      }
    }
  }

  private void word(Graphics2D graphics, String label, double at) {
    if (!label.isEmpty()) {
      graphics.setColor(Style.INK);
      double line = room.getMaxY() + MARK + GAP + Lettering.capHeight(Style.tick());
      Lettering.centred(graphics, Style.tick(), label, at, line);
    }
  }

  private static void mark(Graphics2D graphics, Line2D line) {
    graphics.setColor(Style.FAINT_INK);
    graphics.setStroke(Style.line(0.8));
    graphics.draw(line);
  }
}
