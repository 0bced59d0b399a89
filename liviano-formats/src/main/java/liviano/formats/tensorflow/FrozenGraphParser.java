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
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.Allowance;

/** A binary {@code GraphDef}. Constants are views of the file where it has them as they are. */
final class FrozenGraphParser {
  private final Limits limits;
  private final Allowance allowance;
  private final TensorReader tensors;
  private final MemorySegment file;

  private FrozenGraphParser(MemorySegment file, Limits limits) {
    this.file = file;
    this.limits = limits;
    this.allowance = new Allowance(limits);
    this.tensors = new TensorReader(file, limits, allowance);
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
    WireReader wire = new WireReader(file, parser.allowance);
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
      limits.require(Limit.TENSORS, nodes.size(), "the graph");
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
        case 1 -> value = wire.message(tag, this::list);
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
    MemorySegment bytes = wire.bytes(tag, file);
    allowance.text(bytes.byteSize());
    return new Attribute.Text(new String(bytes.toArray(ValueLayout.JAVA_BYTE), UTF_8));
  }

  private Attribute list(WireReader wire) throws IOException {
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
      allowance.numbers(1);
    }
    return texts.isEmpty() ? new Attribute.Wholes(wholes) : new Attribute.Texts(texts);
  }

  private List<Long> wholes(WireReader packed, List<Long> into) throws IOException {
    while (!packed.isAtEnd()) {
      allowance.numbers(1);
      into.add(packed.stream().readRawVarint64());
    }
    return into;
  }
}
