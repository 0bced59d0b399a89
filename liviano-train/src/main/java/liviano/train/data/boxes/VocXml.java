package liviano.train.data.boxes;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.TextFile;

/**
 * The annotation of one picture as PASCAL VOC's XML has it. Parts of objects and whatever else it
 * holds are passed over. Document types, and with them entities, are refused.
 */
final class VocXml {
  private static final double FARTHEST = 1e9;
  private static final String OBJECT = "/annotation/object";
  private static final String BOX = OBJECT + "/bndbox/";

  private final String name;
  private final Deque<Integer> lengths = new ArrayDeque<>();
  private final StringBuilder path = new StringBuilder();
  private final StringBuilder text = new StringBuilder();

  /** Texts of the elements that stand once, or once in the object that is read, by their paths. */
  private final Map<String, String> values = new HashMap<>();

  private final List<Thing> things = new ArrayList<>();
  private int objectLine;

  private VocXml(String name) {
    this.name = name;
  }

  /**
   * An object.
   *
   * @param line where it begins
   * @param xmin first column, from 1
   * @param ymin first row, from 1
   * @param xmax last column, not before the first
   * @param ymax last row, not before the first
   */
  record Thing(
      String label,
      int line,
      double xmin,
      double ymin,
      double xmax,
      double ymax,
      boolean difficult) {}

  /**
   * What a file says.
   *
   * @param picture the name of the picture's file
   * @param size of the picture; empty where it is left out or zero
   */
  record Annotation(Optional<String> picture, Optional<BoxPicture.Size> size, List<Thing> things) {}

  /**
   * Reads a file.
   *
   * @throws DataSetException naming the line, if it is not such a file
   * @throws IOException if it cannot be read
   */
  static Annotation read(Path file) throws IOException {
    return new VocXml(file.toString()).parse(TextFile.read(file));
  }

  private Annotation parse(String xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      while (reader.hasNext()) {
        event(reader, reader.next());
      }
      reader.close();
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      throw error(line, "it is not the XML of an annotation: " + reason(e));
    }
    return new Annotation(
        Optional.ofNullable(values.get("/annotation/filename")).filter(text -> !text.isEmpty()),
        size(),
        List.copyOf(things));
  }

  /** Without the parser's own place, which is told already. */
  private static String reason(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(
        message.indexOf("Message: ") < 0 ? 0 : message.indexOf("Message: ") + 9);
  }

  private void event(XMLStreamReader reader, int event) {
    int line = reader.getLocation().getLineNumber();
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        lengths.push(path.length());
        path.append('/').append(reader.getLocalName());
        text.setLength(0);
        begin(line);
      }
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
      case XMLStreamConstants.END_ELEMENT -> {
        end(line);
        path.setLength(lengths.pop());
        text.setLength(0);
      }
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw error(line, "document types and entities are not read");
      default -> {} // comments and the like
    }
  }

  private void begin(int line) {
    if (lengths.size() == 1 && !path.toString().equals("/annotation")) {
      throw error(line, "it begins with <" + path.substring(1) + ">, not <annotation>");
    }
    if (isAt(OBJECT)) {
      objectLine = line;
      values.keySet().removeIf(key -> key.startsWith(OBJECT));
    }
  }

  private void end(int line) {
    if (isAt(OBJECT)) {
      things.add(thing());
    } else if (values.putIfAbsent(path.toString(), text.toString().strip()) != null
        && path.indexOf(BOX) == 0) {
      throw error(line, "a second <" + path.substring(BOX.length()) + "> in the same box");
    }
  }

  private boolean isAt(String place) {
    return path.length() == place.length() && path.indexOf(place) == 0;
  }

  private Thing thing() {
    String label = values.getOrDefault(OBJECT + "/name", "");
    if (label.isEmpty()) {
      throw error(objectLine, "an object without a name");
    }
    Thing thing =
        new Thing(
            label, objectLine, edge("xmin"), edge("ymin"), edge("xmax"), edge("ymax"), difficult());
    if (thing.xmin > thing.xmax || thing.ymin > thing.ymax) {
      throw error(
          objectLine,
          String.format(
              Locale.ROOT,
              "box from (%s, %s) to (%s, %s): its edges are not in order",
              thing.xmin,
              thing.ymin,
              thing.xmax,
              thing.ymax));
    }
    return thing;
  }

  private double edge(String which) {
    String value = values.get(BOX + which);
    if (value == null) {
      throw error(objectLine, "an object without <" + which + ">");
    }
    return number(value, which, objectLine);
  }

  private boolean difficult() {
    String value = values.getOrDefault(OBJECT + "/difficult", "0");
    return switch (value) {
      case "0" -> false;
      case "1" -> true;
      default -> throw error(objectLine, "difficult '" + value + "' is neither 0 nor 1");
    };
  }

  private double number(String value, String what, int line) {
    double number =
        Numbers.real(value)
            .orElseThrow(() -> error(line, what + " '" + value + "' is not a number"));
    if (!(Math.abs(number) <= FARTHEST)) {
      throw error(line, what + " " + value + " is out of all proportion");
    }
    return number;
  }

  private Optional<BoxPicture.Size> size() {
    String width = values.get("/annotation/size/width");
    String height = values.get("/annotation/size/height");
    if (width == null || height == null) {
      return Optional.empty();
    }
    double across = number(width, "width", 1);
    double down = number(height, "height", 1);
    if (across < 0 || down < 0 || across != Math.rint(across) || down != Math.rint(down)) {
      throw error(1, String.format(Locale.ROOT, "size %s x %s is none", width, height));
    }
    return across == 0 || down == 0
        ? Optional.empty()
        : Optional.of(new BoxPicture.Size((int) across, (int) down));
  }

  private DataSetException error(int line, String reason) {
    return new DataSetException(name, line, reason);
  }
}
