package liviano.paper.plot.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

@Tag("locale")
class SvgGraphicsTest {
  private final SvgPage page = new SvgPage(100, 50);
  private final SvgGraphics graphics = new SvgGraphics(page);

  @Test
  void thePageHasItsSizeInPoints() throws Exception {
    Element root = parsed().getDocumentElement();
    assertThat(root.getAttribute("width")).isEqualTo("100");
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 100 50");
  }

  @Test
  void whatIsMovedAndTurnedStandsWhereItIsSeen() throws Exception {
    graphics.translate(10.5, 20);
    graphics.rotate(Math.PI / 2);
    graphics.scale(2, 2);
    graphics.fill(new Rectangle(0, 0, 4, 1));
    Element box = only("rect");
    assertThat(box.getAttribute("x")).isEqualTo("8.5");
    assertThat(box.getAttribute("y")).isEqualTo("20");
    assertThat(box.getAttribute("width")).isEqualTo("2");
    assertThat(box.getAttribute("height")).isEqualTo("8");
  }

  @Test
  void linesGrowWiderWithTheirScale() throws Exception {
    graphics.scale(2, 2);
    graphics.setStroke(
        new BasicStroke(
            1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_BEVEL, 1, new float[] {3}, 1));
    graphics.draw(new Line2D.Double(1, 1, 5, 1));
    Element line = only("path");
    assertThat(line.getAttribute("d")).isEqualTo("M2 2L10 2");
    assertThat(line.getAttribute("fill")).isEqualTo("none");
    assertThat(line.getAttribute("stroke-width")).isEqualTo("3");
    assertThat(line.getAttribute("stroke-linecap")).isEqualTo("round");
    assertThat(line.getAttribute("stroke-linejoin")).isEqualTo("bevel");
    assertThat(line.getAttribute("stroke-dasharray")).isEqualTo("6");
    assertThat(line.getAttribute("stroke-dashoffset")).isEqualTo("2");
  }

  /** Else dashes would begin anew at each point of a course. */
  @Test
  void linesThatFollowOneAnotherAreOne() {
    graphics.draw(new Line2D.Double(1, 1, 5, 1));
    graphics.draw(new Line2D.Double(5, 1, 7, 3));
    graphics.draw(new Line2D.Double(8, 3, 9, 3)); // begins elsewhere
    graphics.setColor(Color.RED);
    graphics.draw(new Line2D.Double(9, 3, 9, 4)); // of another colour
    graphics.fill(new Rectangle(0, 0, 4, 1));
    graphics.draw(new Line2D.Double(9, 4, 9, 5)); // over something else
    assertThat(page.document().lines().filter(line -> line.startsWith("<path")))
        .map(line -> line.replaceFirst(".* d=\"([^\"]*)\".*", "$1"))
        .containsExactly("M1 1L5 1L7 3", "M8 3L9 3", "M9 3L9 4", "M9 4L9 5");
  }

  /** Across a stretched line is another width than along it: no attribute says that. */
  @Test
  void aStretchedLineIsAnArea() throws Exception {
    graphics.scale(2, 1);
    graphics.draw(new Ellipse2D.Double(1, 1, 5, 5));
    assertThat(only("path").getAttribute("fill")).isEqualTo("#000000");
    assertThat(only("path").hasAttribute("stroke")).isFalse();
  }

  @Test
  void translucentColoursKeepTheirOpacity() throws Exception {
    graphics.setColor(new Color(0x12, 0xab, 0xff, 51));
    graphics.setComposite(AlphaComposite.SrcOver.derive(0.5f));
    graphics.fillRect(0, 0, 1, 1);
    assertThat(only("rect").getAttribute("fill")).isEqualTo("#12abff");
    assertThat(only("rect").getAttribute("fill-opacity")).isEqualTo("0.1");
  }

  @Test
  void areasWithHolesKeepThem() throws Exception {
    Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    ring.append(new Rectangle(0, 0, 9, 9), false);
    ring.append(new Rectangle(3, 3, 3, 3), false);
    graphics.fill(ring);
    assertThat(only("path").getAttribute("fill-rule")).isEqualTo("evenodd");
  }

  @Test
  void whatLiesWithinTheClipIsNotClippedAndTheRestIs() throws Exception {
    graphics.translate(10, 10);
    graphics.clipRect(0, 0, 20, 20);
    graphics.fillRect(1, 1, 5, 5);
    assertThat(only("rect").hasAttribute("clip-path")).isFalse();
    graphics.fillOval(10, 10, 30, 30);
    graphics.fillOval(11, 11, 30, 30);
    Document document = parsed();
    assertThat(document.getElementsByTagName("clipPath").getLength()).isEqualTo(1);
    assertThat(page.document()).contains("M10 10L30 10L30 30L10 30").contains("url(#clip0)");
    graphics.setClip(null);
    assertThat(graphics.getClip()).isNull();
  }

  @Test
  void clipsWithinClipsAreBoth() {
    graphics.clipRect(0, 0, 20, 20);
    Graphics2D inner = (Graphics2D) graphics.create();
    inner.translate(15, 15);
    inner.clipRect(0, 0, 20, 20);
    assertThat(inner.getClipBounds()).isEqualTo(new Rectangle(0, 0, 5, 5));
    assertThat(graphics.getClipBounds()).isEqualTo(new Rectangle(0, 0, 20, 20));
  }

  /** On a turned element the clip would be turned too. */
  @Test
  void turnedTextIsClippedFromAround() throws Exception {
    graphics.clipRect(0, 0, 5, 5);
    graphics.rotate(-Math.PI / 2);
    graphics.drawString("upwards", -4, 4);
    Element text = only("text");
    assertThat(text.getAttribute("transform")).isEqualTo("matrix(0 -1 1 0 0 0)");
    assertThat(text.hasAttribute("clip-path")).isFalse();
    assertThat(((Element) text.getParentNode()).getAttribute("clip-path")).isEqualTo("url(#clip0)");
  }

  /** Labels come from model files. */
  @Test
  void wordsOfAnyLettersGiveXmlThatParses() throws Exception {
    graphics.setFont(new Font(Font.MONOSPACED, Font.BOLD | Font.ITALIC, 9));
    graphics.drawString("a <b> & \"c\" \u0000\u001b\ufffe\ud800 señor 图 \ud83d\ude00  d", 3, 4);
    Element text = only("text");
    assertThat(text.getTextContent())
        .isEqualTo("a <b> & \"c\" \ufffd\ufffd\ufffd\ufffd señor 图 \ud83d\ude00  d");
    assertThat(text.getAttribute("xml:space")).isEqualTo("preserve");
    assertThat(text.getAttribute("font-family")).isEqualTo("monospace");
    assertThat(text.getAttribute("font-weight")).isEqualTo("bold");
    assertThat(text.getAttribute("font-style")).isEqualTo("italic");
    assertThat(text.getAttribute("font-size")).isEqualTo("9");
  }

  @Test
  void pixelsAreStretchedWithEdgesAsAwtDoes() throws Exception {
    BufferedImage pixels = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    graphics.drawImage(pixels, 10, 10, 8, 8, null);
    Element image = only("image");
    assertThat(image.getAttribute("transform")).isEqualTo("matrix(2 0 0 4 10 10)");
    assertThat(image.getAttribute("style")).isEqualTo("image-rendering:pixelated");
    assertThat(image.getAttribute("xlink:href")).startsWith("data:image/png;base64,iVBOR");
  }

  @Test
  void whatSvgCannotSayIsRefused() {
    assertThatThrownBy(
            () -> graphics.setPaint(new GradientPaint(0, 0, Color.RED, 1, 1, Color.BLUE)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> graphics.setComposite(AlphaComposite.Xor))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> graphics.copyArea(0, 0, 1, 1, 1, 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graphics.draw(new Line2D.Double(0, Double.NaN, 1, 1)))
        .withMessage("a drawing has no place for the coordinate NaN");
  }

  @Test
  void numbersHaveThreeDigitsAtMostAndNoExponent() {
    assertThat(SvgNumbers.of(1e-7)).isEqualTo("0");
    assertThat(SvgNumbers.of(-1e-7)).isEqualTo("0");
    assertThat(SvgNumbers.of(-0.0625)).isEqualTo("-0.062");
    assertThat(SvgNumbers.of(1234567.05)).isEqualTo("1234567.05");
    assertThat(SvgNumbers.of(-3)).isEqualTo("-3");
    assertThat(SvgNumbers.of(0.9996)).isEqualTo("1");
  }

  private Element only(String name) throws Exception {
    var found = parsed().getElementsByTagName(name);
    assertThat(found.getLength()).isEqualTo(1);
    return (Element) found.item(0);
  }

  private Document parsed() throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page.document())));
  }
}
