package liviano.paper.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads back what was drawn. */
public final class Pictures {
  private Pictures() {}

  /** The words of an SVG, which parses. */
  public static List<String> words(Path svg) throws Exception {
    NodeList texts = parse(svg).getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent().strip())
        .toList();
  }

  /** An SVG as XML; its document type is not fetched. */
  static Document parse(Path svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    builder.setEntityResolver((id, system) -> new InputSource(new StringReader("")));
    return builder.parse(svg.toFile());
  }

  /** A PNG with something on it. */
  public static BufferedImage png(Path file) throws IOException {
    assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(share(image, 0xffffff)).as("white part").isBetween(0.3, 0.999);
    return image;
  }

  private static double share(BufferedImage image, int colour) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    long same = IntStream.of(pixels).filter(pixel -> (pixel & 0xffffff) == colour).count();
    return (double) same / pixels.length;
  }
}
