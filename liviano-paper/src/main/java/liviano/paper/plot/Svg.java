package liviano.paper.plot;

import java.nio.charset.StandardCharsets;
import liviano.cli.CommandException;
import liviano.paper.plot.svg.SvgGraphics;
import liviano.paper.plot.svg.SvgPage;

/** A drawing as lines, areas and text. */
public final class Svg {
  private Svg() {}

  static byte[] encode(Graphic drawing) {
    return page(drawing).document().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The drawing as an element of an HTML page, which needs no names of namespaces.
   *
   * @throws CommandException if this system has no fonts
   */
  public static String element(Graphic drawing) {
    Lettering.requireFonts();
    String document = page(drawing).document();
    return document
        .substring(document.indexOf("<svg"))
        .replaceFirst(" xmlns=\"[^\"]*\" xmlns:xlink=\"[^\"]*\"", "");
  }

  private static SvgPage page(Graphic drawing) {
    SvgPage page = new SvgPage(drawing.width(), drawing.height());
    SvgGraphics graphics = new SvgGraphics(page);
    graphics.setColor(Style.GROUND);
    graphics.fillRect(0, 0, drawing.width(), drawing.height());
    drawing.paint(graphics, 0, 0);
    return page;
  }
}
