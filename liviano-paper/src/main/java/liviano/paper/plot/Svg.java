package liviano.paper.plot;

import java.awt.Dimension;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SimpleImageHandler;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A drawing as lines, areas and text. */
final class Svg {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  static byte[] encode(Drawing drawing) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment("Liviano");
    context.setGenericImageHandler(new SimpleImageHandler(new Pixels()));
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(drawing.width(), drawing.height()));
    graphics.setColor(Style.GROUND);
    graphics.fillRect(0, 0, drawing.width(), drawing.height());
    drawing.paint(graphics, 0, 0);

    Element root = graphics.getRoot();
    root.setAttribute(
        "viewBox", String.format(Locale.ROOT, "0 0 %d %d", drawing.width(), drawing.height()));
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Pictures inside a drawing, by the JDK's PNG writer: Batik's is in another archive. */
  private static final class Pixels extends ImageHandlerBase64Encoder {
    @Override
    public void encodeImage(RenderedImage image, OutputStream out) throws SVGGraphics2DIOException {
      try (MemoryCacheImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
        ImageIO.write(image, "png", png);
      } catch (IOException e) {
        throw new SVGGraphics2DIOException(e.getMessage(), e);
      }
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e); // the default configuration always is there
    }
  }
}
