package liviano.paper.plot;

import java.nio.charset.StandardCharsets;
import liviano.paper.plot.svg.SvgGraphics;
import liviano.paper.plot.svg.SvgPage;

/** A drawing as lines, areas and text. */
final class Svg {
  private Svg() {}

  static byte[] encode(Graphic drawing) {
    SvgPage page = new SvgPage(drawing.width(), drawing.height());
    SvgGraphics graphics = new SvgGraphics(page);
    graphics.setColor(Style.GROUND);
    graphics.fillRect(0, 0, drawing.width(), drawing.height());
    drawing.paint(graphics, 0, 0);
    return page.document().getBytes(StandardCharsets.UTF_8);
  }
}
