package liviano.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** An element of a Maven POM. */
record Pom(Element element) {
  /** The root element of a file. */
  static Pom read(Path file) {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  /** The elements that a path of names leads to, such as {@code modules/module}. */
  List<Pom> all(String path) {
    List<Pom> found = List.of(this);
    for (String name : path.split("/")) {
      List<Pom> below = new ArrayList<>();
      found.forEach(pom -> below.addAll(pom.children(name)));
      found = below;
    }
    return found;
  }

  private List<Pom> children(String name) {
    return IntStream.range(0, element.getChildNodes().getLength())
        .mapToObj(element.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .filter(node -> node.getNodeName().equals(name))
        .map(node -> new Pom((Element) node))
        .toList();
  }

  Optional<Pom> find(String path) {
    return all(path).stream().findFirst();
  }

  /** The words below it, without what stands between elements. */
  String text() {
    return element.getTextContent().strip().replaceAll("\\s+", " ");
  }

  /** The text that a path leads to; empty where it leads nowhere. */
  String text(String path) {
    return find(path).map(Pom::text).orElse("");
  }
}
