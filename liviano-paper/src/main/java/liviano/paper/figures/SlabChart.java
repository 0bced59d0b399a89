package liviano.paper.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.UnaryOperator;
import liviano.paper.plot.Lettering;
import liviano.paper.plot.Shapes;
import liviano.paper.plot.Style;

/**
 * Maps as slabs, as thick as they have channels, and the layers between them as arrows.
 *
 * @param caption under it
 * @param slabs from left to right
 * @param layers one between each two
 * @param shortcut what is written at the arc over it; empty for no arc
 */
record SlabChart(String caption, List<Slab> slabs, List<Layer> layers, String shortcut) {
  static final double HEIGHT = 176;

  private static final double TOP = 56;
  private static final double FACE = 62;
  private static final double DEPTH = 20;
  private static final double LEAST_ARROW = 46;
  private static final Color ACTIVE = Style.tint(Style.PALETTE.get(0), 0.22);

  /**
   * A map.
   *
   * @param channels what is written under it: k, tk, k'
   * @param thickness in points
   * @param linear whether the layer that gave it has no non-linearity: hatched
   */
  record Slab(String channels, double thickness, boolean linear) {}

  /**
   * A layer.
   *
   * @param kernel above its arrow
   * @param activation under its arrow; empty for none
   */
  record Layer(String kernel, String activation) {
    private double width() {
      double words =
          Math.max(
              Lettering.width(Style.small(), kernel), Lettering.width(Style.small(), activation));
      return Math.max(LEAST_ARROW, words + 12);
    }
  }

  /** The same in another language. */
  SlabChart in(UnaryOperator<String> words) {
    return new SlabChart(
        words.apply(caption),
        slabs,
        layers.stream()
            .map(layer -> new Layer(words.apply(layer.kernel()), words.apply(layer.activation())))
            .toList(),
        words.apply(shortcut));
  }

  double width() {
    double maps = slabs.stream().mapToDouble(slab -> slab.thickness() + DEPTH).sum();
    double all = maps + layers.stream().mapToDouble(Layer::width).sum();
    return Math.max(all, Lettering.width(Style.text(), caption));
  }

  void paint(Graphics2D graphics, double left, double top) {
    double maps = slabs.stream().mapToDouble(slab -> slab.thickness() + DEPTH).sum();
    double used = maps + layers.stream().mapToDouble(Layer::width).sum();
    double start = left + (width() - used) / 2;
    double x = start;
    double y = top + TOP;
    for (int i = 0; i < slabs.size(); i++) {
      Slab slab = slabs.get(i);
      paint(graphics, slab, x, y);
      x += slab.thickness() + DEPTH;
      if (i < layers.size()) {
        paint(graphics, layers.get(i), x, y + FACE / 2);
        x += layers.get(i).width();
      }
    }
    if (!shortcut.isEmpty()) {
      paintShortcut(graphics, start, x - slabs.getLast().thickness() - DEPTH, y);
    }
    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.text(), caption, left + width() / 2, top + HEIGHT - 10);
  }

  private static void paint(Graphics2D graphics, Slab slab, double x, double y) {
    double thick = slab.thickness();
    Shapes.fill(
        graphics,
        polygon(x, y, x + DEPTH, y - DEPTH, x + DEPTH + thick, y - DEPTH, x + thick, y),
        Style.tint(ACTIVE, 0.6));
    Shapes.fill(
        graphics,
        polygon(
            x + thick,
            y,
            x + thick + DEPTH,
            y - DEPTH,
            x + thick + DEPTH,
            y - DEPTH + FACE,
            x + thick,
            y + FACE),
        ACTIVE);
    Rectangle2D face = new Rectangle2D.Double(x, y, thick, FACE);
    Shapes.fill(graphics, face, slab.linear() ? Style.GROUND : ACTIVE);
    if (slab.linear()) {
      Shapes.hatch(graphics, face);
      Shapes.fill(graphics, face, new Color(255, 255, 255, 0));
    }
    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.text(), slab.channels(), x + thick / 2, y + FACE + 16);
  }

  private static void paint(Graphics2D graphics, Layer layer, double x, double y) {
    double middle = x + layer.width() / 2;
    Shapes.arrow(graphics, x - DEPTH / 2 + 8, y, x + layer.width() - 3, y);
    graphics.setColor(Style.INK);
    Lettering.centred(graphics, Style.small(), layer.kernel(), middle, y - 6);
    graphics.setColor(Style.FAINT_INK);
    Lettering.centred(graphics, Style.small(), layer.activation(), middle, y + 14);
  }

  private void paintShortcut(Graphics2D graphics, double first, double last, double y) {
    double from = first + DEPTH;
    double to = last + DEPTH;
    graphics.setColor(Style.INK);
    graphics.setStroke(new BasicStroke(1.2f));
    double base = y - DEPTH - 4;
    graphics.draw(
        new CubicCurve2D.Double(
            from, base, from + 30, y - TOP - 4, to - 30, y - TOP - 4, to, base));
    Shapes.arrow(graphics, to - 2.5, base - 4, to, base);
    Lettering.centred(graphics, Style.small(), shortcut, (from + to) / 2, y - TOP + 22);
  }

  private static Path2D polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }
}
