package liviano.paper.plot.svg;

import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An SVG document that grows by one element a line, in the order in which they are drawn. */
public final class SvgPage {
  /** The look of what is a line alone. */
  static final String UNFILLED = attribute("fill", "none");

  private final int width;
  private final int height;
  private final StringBuilder elements = new StringBuilder();

  /** The last element, where it is a line that may go on. */
  private Optional<OpenLine> line = Optional.empty();

  /** From the path of a clip to its identifier. */
  private final Map<String, String> clips = new HashMap<>();

  /**
   * A line at the end of the document.
   *
   * @param look its attributes
   * @param end its last point, as it is written
   * @param at where in the document more points belong
   * @param length of the document after the line: another one says that something follows it
   */
  private record OpenLine(String look, String end, int at, int length) {}

  /**
   * An empty page.
   *
   * @param width in points
   * @param height in points
   */
  public SvgPage(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** The whole document. */
  public String document() {
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
        width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
        %3$s</svg>
        """,
        width,
        height,
        elements);
  }

  /**
   * Adds an area or a line. A straight line that begins where the last one ended, and looks like
   * it, becomes a part of it: charts draw their courses piece by piece, and dashes would begin anew
   * at each point.
   *
   * @param look its attributes
   */
  void shape(Shape shape, String look) {
    if (shape instanceof Rectangle2D box) {
      elements
          .append("<rect")
          .append(attribute("x", SvgNumbers.of(box.getX())))
          .append(attribute("y", SvgNumbers.of(box.getY())))
          .append(attribute("width", SvgNumbers.of(box.getWidth())))
          .append(attribute("height", SvgNumbers.of(box.getHeight())))
          .append(look)
          .append("/>\n");
      return;
    }
    String path = path(shape);
    int second = path.indexOf('L');
    boolean isStraight =
        second > 0 && path.substring(second + 1).chars().noneMatch(Character::isUpperCase);
    if (isStraight && look.contains(UNFILLED)) {
      line(path.substring(1, second), path.substring(second + 1), look);
    } else {
      elements.append("<path").append(attribute("d", path)).append(rule(shape));
      elements.append(look).append("/>\n");
    }
  }

  /** Both points as they are written. */
  private void line(String from, String to, String look) {
    if (line.isPresent()
        && line.get().length() == elements.length()
        && line.get().look().equals(look)
        && line.get().end().equals(from)) {
      String more = "L" + to;
      int at = line.get().at();
      elements.insert(at, more);
      line = Optional.of(new OpenLine(look, to, at + more.length(), elements.length()));
      return;
    }
    elements.append("<path").append(attribute("d", "M" + from + "L" + to));
    int at = elements.length() - 1; // before the quote
    elements.append(look).append("/>\n");
    line = Optional.of(new OpenLine(look, to, at, elements.length()));
  }

  /**
   * Adds a line of text.
   *
   * @param look its attributes; those of the font come from the font
   * @param clip the attribute that clips it, or nothing
   */
  void text(String text, Font font, double x, double y, String look, String clip) {
    add(
        clip,
        "<text"
            + attribute("x", SvgNumbers.of(x))
            + attribute("y", SvgNumbers.of(y))
            + attribute("font-family", SvgText.family(font))
            + attribute("font-size", SvgNumbers.of(font.getSize2D()))
            + (font.isBold() ? attribute("font-weight", "bold") : "")
            + (font.isItalic() ? attribute("font-style", "italic") : "")
            + (SvgText.hasWideBlanks(text) ? attribute("xml:space", "preserve") : "")
            + look
            + ">"
            + SvgText.escape(text)
            + "</text>");
  }

  /**
   * Adds pixels, at (0, 0) and one point a pixel before the transform in {@code look}.
   *
   * @param smooth whether pixels that are drawn larger flow into each other
   * @param look its attributes
   * @param clip the attribute that clips it, or nothing
   */
  void image(RenderedImage image, boolean smooth, String look, String clip) {
    add(
        clip,
        "<image"
            + attribute("width", SvgNumbers.of(image.getWidth()))
            + attribute("height", SvgNumbers.of(image.getHeight()))
            + (smooth ? "" : attribute("style", "image-rendering:pixelated"))
            + look
            + attribute("xlink:href", "data:image/png;base64," + png(image))
            + "/>");
  }

  /** A clip stands in the coordinates of its element: one around it is not moved with it. */
  private void add(String clip, String element) {
    if (clip.isEmpty()) {
      elements.append(element).append('\n');
    } else {
      elements.append("<g").append(clip).append('>').append(element).append("</g>\n");
    }
  }

  /** The attribute for elements that show within a shape alone. */
  String clip(Shape shape) {
    String path = path(shape);
    String id = clips.get(path);
    if (id == null) {
      id = "clip" + clips.size();
      clips.put(path, id);
      elements
          .append("<clipPath")
          .append(attribute("id", id))
          .append("><path")
          .append(attribute("d", path))
          .append(rule(shape).replace("fill-rule", "clip-rule"))
          .append("/></clipPath>\n");
    }
    return attribute("clip-path", "url(#" + id + ")");
  }

  /** An attribute, with a blank before it. */
  static String attribute(String name, String value) {
    return " " + name + "=\"" + SvgText.escape(value) + "\"";
  }

  /** What is inside, where it is not SVG's default. */
  private static String rule(Shape shape) {
    boolean isEvenOdd = shape.getPathIterator(null).getWindingRule() == PathIterator.WIND_EVEN_ODD;
    return isEvenOdd ? attribute("fill-rule", "evenodd") : "";
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] points = new double[6];
    for (PathIterator at = shape.getPathIterator(null); !at.isDone(); at.next()) {
      switch (at.currentSegment(points)) {
        case PathIterator.SEG_MOVETO -> append(path, 'M', points, 2);
        case PathIterator.SEG_LINETO -> append(path, 'L', points, 2);
        case PathIterator.SEG_QUADTO -> append(path, 'Q', points, 4);
        case PathIterator.SEG_CUBICTO -> append(path, 'C', points, 6);
        default -> path.append('Z');
      }
    }
    return path.toString();
  }

  private static void append(StringBuilder path, char command, double[] points, int number) {
    path.append(command);
    for (int i = 0; i < number; i++) {
      path.append(i == 0 ? "" : " ").append(SvgNumbers.of(points[i]));
    }
  }

  private static String png(RenderedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
