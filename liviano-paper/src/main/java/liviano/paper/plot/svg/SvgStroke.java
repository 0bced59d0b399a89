package liviano.paper.plot.svg;

import static liviano.paper.plot.svg.SvgPage.attribute;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a line is drawn, without what SVG has as its default: width 1, flat ends, sharp corners. */
final class SvgStroke {
  private static final float MITER_LIMIT = 4;

  private SvgStroke() {}

  /**
   * The attributes of a line.
   *
   * @param scale by which all lengths grow
   */
  static String attributes(BasicStroke line, double scale) {
    StringBuilder all = new StringBuilder();
    all.append(attribute("stroke-width", SvgNumbers.of(line.getLineWidth() * scale)));
    switch (line.getEndCap()) {
      case BasicStroke.CAP_ROUND -> all.append(attribute("stroke-linecap", "round"));
      case BasicStroke.CAP_SQUARE -> all.append(attribute("stroke-linecap", "square"));
      default -> {}
    }
    switch (line.getLineJoin()) {
      case BasicStroke.JOIN_ROUND -> all.append(attribute("stroke-linejoin", "round"));
      case BasicStroke.JOIN_BEVEL -> all.append(attribute("stroke-linejoin", "bevel"));
      default -> {
        if (line.getMiterLimit() != MITER_LIMIT) {
          all.append(attribute("stroke-miterlimit", SvgNumbers.of(line.getMiterLimit())));
        }
      }
    }
    float[] dashes = line.getDashArray();
    if (dashes != null) {
      all.append(
          attribute(
              "stroke-dasharray",
              IntStream.range(0, dashes.length)
                  .mapToObj(i -> SvgNumbers.of(dashes[i] * scale))
                  .collect(Collectors.joining(" "))));
      all.append(attribute("stroke-dashoffset", SvgNumbers.of(line.getDashPhase() * scale)));
    }
    return all.toString();
  }

  /** What a line covers at most, corners and ends included. */
  static Rectangle2D covered(Rectangle2D path, BasicStroke line, double scale) {
    double half = line.getLineWidth() * scale / 2;
    double reach = half * (line.getLineJoin() == BasicStroke.JOIN_MITER ? line.getMiterLimit() : 2);
    Rectangle2D covered = new Rectangle2D.Double();
    covered.setFrame(
        path.getX() - reach,
        path.getY() - reach,
        path.getWidth() + 2 * reach,
        path.getHeight() + 2 * reach);
    return covered;
  }
}
