package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonReader;
import liviano.json.JsonReader.Span;
import liviano.server.http.HttpException;
import liviano.server.inference.InferRequest.Input;
import liviano.server.inference.InferRequest.Output;
import liviano.tensor.Extents;

/**
 * Reads the body of a request for an inference: JSON, and behind it the bytes of the tensors that
 * are not in the JSON. Where tensors lie is noted, and nothing is made of them yet.
 */
final class RequestReader {
  /** What members that mean nothing here may hold. */
  private static final JsonLimits IGNORED = new JsonLimits(Integer.MAX_VALUE, 64, 10_000);

  /** The most inputs, and the most outputs, that a request may name. */
  private static final int MOST_TENSORS = 1024;

  private final byte[] body;
  private final Span json;
  private final JsonReader reader;
  private Optional<String> id = Optional.empty();
  private boolean binary;
  private final List<Draft> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  /** An input while its members are read, which come in any order. */
  private static final class Draft {
    private Optional<String> name = Optional.empty();
    private Optional<Datatype> type = Optional.empty();
    private Optional<List<Long>> shape = Optional.empty();
    private Optional<Span> data = Optional.empty();
    private OptionalLong bytes = OptionalLong.empty();
  }

  private RequestReader(byte[] body, Span json) {
    this.body = body;
    this.json = json;
    this.reader = JsonReader.of(body, json);
  }

  /**
   * Reads a body.
   *
   * @param jsonLength bytes of the JSON that the body begins with, as the header of the binary
   *     extension says; empty where all of the body is JSON
   * @throws HttpException 400 if it is not as the protocol says
   */
  static InferRequest read(byte[] body, OptionalLong jsonLength) {
    long length = jsonLength.orElse(body.length);
    if (length < 0 || length > body.length) {
      throw bad(
          "%s says %d bytes of JSON, but the body has %d",
          BinaryExtension.HEADER, length, body.length);
    }
    RequestReader reader = new RequestReader(body, new Span(0, (int) length));
    try {
      reader.readRequest();
      return reader.finish();
    } catch (JsonException e) {
      throw bad("the request's JSON %s", e.getMessage());
    }
  }

  private void readRequest() {
    Set<String> seen = new HashSet<>();
    reader.object(
        member -> {
          seen.add(member);
          switch (member) {
            case "id" -> id = Optional.of(reader.string());
            case "parameters" -> Parameters.read(reader, "the request").forEach(this::parameter);
            case "inputs" -> reader.array(_ -> readInput());
            case "outputs" -> reader.array(_ -> readOutput());
            default -> reader.value(IGNORED);
          }
        });
    reader.end();
    if (!seen.contains("inputs")) {
      throw bad("the request's JSON has no 'inputs'");
    }
  }

  private void parameter(String name, Parameters.Value value) {
    if (name.equals(Parameters.ALL_BINARY)) {
      binary = value.bool();
    }
  }

  private static void count(int tensors, String what) {
    if (tensors > MOST_TENSORS) {
      throw bad("more than %d %s", MOST_TENSORS, what);
    }
  }

  private void readInput() {
    Draft draft = new Draft();
    reader.object(
        member -> {
          switch (member) {
            case "name" -> draft.name = Optional.of(reader.string());
            case "datatype" -> draft.type = Optional.of(datatype(reader.string()));
            case "shape" -> draft.shape = Optional.of(shape());
            case "data" -> draft.data = Optional.of(reader.skip());
            case "parameters" ->
                Parameters.read(reader, "an input")
                    .forEach(
                        (name, value) -> {
                          if (name.equals(Parameters.BINARY_SIZE)) {
                            draft.bytes = OptionalLong.of(value.integer(0, Integer.MAX_VALUE));
                          }
                        });
            default -> reader.value(IGNORED);
          }
        });
    count(inputs.size() + 1, "inputs");
    inputs.add(draft);
  }

  private static Datatype datatype(String name) {
    return Datatype.find(name)
        .orElseThrow(
            () -> bad("there is no datatype %s; there are %s", Json.quote(name), Datatype.names()));
  }

  private List<Long> shape() {
    List<Long> shape = new ArrayList<>();
    reader.array(
        index -> {
          if (index >= Extents.MAX_RANK) {
            throw bad("a shape has more than %d extents", Extents.MAX_RANK);
          }
          shape.add(reader.integer(0, Long.MAX_VALUE));
        });
    return shape;
  }

  private void readOutput() {
    var named =
        new Object() {
          Optional<String> name = Optional.empty();
          Optional<Boolean> asBytes = Optional.empty();
          OptionalInt classes = OptionalInt.empty();
        };
    reader.object(
        member -> {
          switch (member) {
            case "name" -> named.name = Optional.of(reader.string());
            case "parameters" ->
                Parameters.read(reader, "an output")
                    .forEach(
                        (name, value) -> {
                          if (name.equals(Parameters.BINARY)) {
                            named.asBytes = Optional.of(value.bool());
                          } else if (name.equals(Parameters.CLASSES)) {
                            named.classes =
                                OptionalInt.of((int) value.integer(1, Integer.MAX_VALUE));
                          }
                        });
            default -> reader.value(IGNORED);
          }
        });
    count(outputs.size() + 1, "outputs");
    String name = named.name.orElseThrow(() -> bad("an output has no 'name'"));
    outputs.add(new Output(name, named.asBytes, named.classes));
  }

  /** Gives the inputs their bytes, in their order, all bytes behind the JSON. */
  private InferRequest finish() {
    long at = json.to();
    List<Input> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Draft draft : inputs) {
      Input next = finish(draft, at);
      if (!names.add(next.name())) {
        throw bad("%s comes twice", ProtocolErrors.input(next.name()));
      }
      at += next.binary() ? draft.bytes.getAsLong() : 0;
      all.add(next);
    }
    if (at != body.length) {
      throw bad(
          "the tensors' %s add up to %d bytes, but %d bytes follow the JSON",
          Parameters.BINARY_SIZE, at - json.to(), body.length - json.to());
    }
    names.clear();
    for (Output output : outputs) {
      if (!names.add(output.name())) {
        throw bad("%s comes twice", ProtocolErrors.output(output.name()));
      }
    }
    return new InferRequest(id, all, outputs, binary);
  }

  private Input finish(Draft draft, long at) {
    String name = draft.name.orElseThrow(() -> bad("an input has no 'name'"));
    Datatype type =
        draft.type.orElseThrow(() -> bad("%s has no 'datatype'", ProtocolErrors.input(name)));
    List<Long> shape =
        draft.shape.orElseThrow(() -> bad("%s has no 'shape'", ProtocolErrors.input(name)));
    requireCountable(name, shape);
    boolean isBinary = draft.bytes.isPresent();
    if (isBinary == draft.data.isPresent()) {
      throw bad(
          "%s needs either 'data' or the parameter %s%s",
          ProtocolErrors.input(name), Parameters.BINARY_SIZE, isBinary ? ", not both" : "");
    }
    if (!isBinary) {
      return new Input(name, type, shape, body, draft.data.get(), false);
    }
    long to = at + draft.bytes.getAsLong();
    if (to > body.length) {
      throw bad(
          "%s has %d bytes by its %s, but only %d follow",
          ProtocolErrors.input(name),
          draft.bytes.getAsLong(),
          Parameters.BINARY_SIZE,
          body.length - at);
    }
    return new Input(name, type, shape, body, new Span((int) at, (int) to), true);
  }

  private static void requireCountable(String name, List<Long> shape) {
    try {
      shape.stream().reduce(1L, Math::multiplyExact);
    } catch (ArithmeticException _) {
      throw bad("%s has more elements than can be counted: %s", ProtocolErrors.input(name), shape);
    }
  }
}
