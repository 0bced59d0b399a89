package liviano.formats.tensorflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;

/** A binary {@code GraphDef}. Constants are views of the file where it has them as they are. */
final class FrozenGraphParser {
  /** Most are constants, of which no layer is made. */
  private static final int MAX_NODES = 1 << 17;

  private static final int MAX_LIST = 4096;

  private final TensorReader tensors;
  private final MemorySegment file;

  private FrozenGraphParser(MemorySegment file, Limits limits) {
    this.file = file;
    this.tensors = new TensorReader(file, limits);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedModelException if it is broken; says at which byte
   * @throws UnsupportedModelException if it takes more than the limits allow
   */
  static GraphDef parse(MemorySegment file, Limits limits) throws IOException {
    if (file.byteSize() > Integer.MAX_VALUE) {
      throw new MalformedModelException("it is longer than 2 GiB, which no GraphDef can be");
    }
    FrozenGraphParser parser = new FrozenGraphParser(file, limits);
    WireReader wire = new WireReader(file);
    try {
      return GraphDef.of(parser.nodes(wire), Map.of());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedModelException(
          "at byte " + wire.at() + ": the graph is truncated or damaged; fetch it again");
    }
  }

  private List<GraphNode> nodes(WireReader wire) throws IOException {
    List<GraphNode> nodes = new ArrayList<>();
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      if (tag >>> 3 == 1) {
        nodes.add(wire.message(tag, this::node));
      } else {
        wire.skip(tag);
      }
      if (nodes.size() > MAX_NODES) {
        throw new UnsupportedModelException("it has more than " + MAX_NODES + " nodes");
      }
    }
    return nodes;
  }

  private GraphNode node(WireReader wire) throws IOException {
    String name = "";
    String op = "";
    List<Port> inputs = new ArrayList<>();
    Map<String, Attribute> attributes = new HashMap<>();
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      switch (tag >>> 3) {
        case 1 -> name = wire.text(tag);
        case 2 -> op = wire.text(tag);
        case 3 -> {
          String input = wire.text(tag);
          if (!input.startsWith("^")) {
            inputs.add(Port.of(input));
          }
        }
        case 5 -> wire.message(tag, entry -> attribute(entry, attributes));
        default -> wire.skip(tag);
      }
    }
    return new GraphNode(name, op, inputs, attributes);
  }

  private Attribute attribute(WireReader wire, Map<String, Attribute> into) throws IOException {
    String key = "";
    Attribute value = new Attribute.Other();
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      switch (tag >>> 3) {
        case 1 -> key = wire.text(tag);
        case 2 -> value = wire.message(tag, this::value);
        default -> wire.skip(tag);
      }
    }
    return into.put(key, value);
  }

  private Attribute value(WireReader wire) throws IOException {
    Attribute value = new Attribute.Other();
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      switch (tag >>> 3) {
        case 1 -> value = wire.message(tag, FrozenGraphParser::list);
        case 2 -> value = text(wire, tag);
        case 3 -> value = new Attribute.Whole(wire.whole(tag));
        case 4 -> value = new Attribute.Real(wire.real(tag));
        case 5 -> value = new Attribute.Flag(wire.whole(tag) != 0);
        case 6 -> value = new Attribute.Type(DataType.of(wire.whole(tag)));
        case 7 -> value = new Attribute.Dims(wire.message(tag, ShapeReader::read));
        case 8 -> {
          Optional<Attribute> constant =
              wire.message(tag, tensors::read).map(Attribute.Constant::new);
          value = constant.orElseGet(Attribute.Other::new);
        }
        default -> wire.skip(tag);
      }
    }
    return value;
  }

  private Attribute text(WireReader wire, int tag) throws IOException {
    byte[] bytes = wire.bytes(tag, file).toArray(ValueLayout.JAVA_BYTE);
    return new Attribute.Text(new String(bytes, UTF_8));
  }

  private static Attribute list(WireReader wire) throws IOException {
    List<Long> wholes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int tag = wire.tag(); tag != 0; tag = wire.tag()) {
      if (tag >>> 3 == 2) {
        texts.add(wire.text(tag));
      } else if (tag >>> 3 == 3 && (tag & 7) == WireReader.LENGTH) {
        wire.message(tag, packed -> wholes(packed, wholes));
      } else if (tag >>> 3 == 3) {
        wholes.add(wire.whole(tag));
      } else {
        wire.skip(tag);
      }
      requireFew(wire, Math.max(wholes.size(), texts.size()));
    }
    return texts.isEmpty() ? new Attribute.Wholes(wholes) : new Attribute.Texts(texts);
  }

  private static List<Long> wholes(WireReader packed, List<Long> into) throws IOException {
    while (!packed.isAtEnd()) {
      into.add(packed.stream().readRawVarint64());
      requireFew(packed, into.size());
    }
    return into;
  }

  private static void requireFew(WireReader wire, int count) {
    if (count > MAX_LIST) {
      throw new MalformedModelException(
          "byte " + wire.at() + ": a setting of more than " + MAX_LIST + " numbers");
    }
  }
}
