package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import liviano.UnsupportedModelException;
import liviano.graph.Value;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.server.http.HttpException;
import liviano.server.inference.InferRequest.Input;
import liviano.server.inference.InferRequest.Output;
import liviano.tensor.Shape;
import liviano.vision.TensorInfo;

/**
 * What a model takes and gives, as the protocol says it. Where all its inputs and outputs begin
 * with a batch of one, requests may hold several samples along that extent; else one.
 */
final class Signature {
  /** The most samples of one request. */
  static final int MOST_SAMPLES = 128;

  private static final long VARIABLE = -1;

  private final SequencedMap<String, TensorInfo> inputs;
  private final SequencedMap<String, TensorInfo> outputs;
  private final Map<String, Shape> pictures = new LinkedHashMap<>();
  private final boolean batched;

  /** Of a model. */
  Signature(Model model) {
    this.inputs = new LinkedHashMap<>();
    this.outputs = new LinkedHashMap<>();
    for (Value input : model.graph().inputs()) {
      inputs.put(input.name(), info(model, input.name(), input));
      if (isPicture(input.shape())) {
        pictures.put(input.name(), input.shape());
      }
    }
    model.graph().outputs().forEach((name, output) -> outputs.put(name, info(model, name, output)));
    this.batched =
        inputs.values().stream().allMatch(Signature::isBatched)
            && outputs.values().stream().allMatch(Signature::isBatched);
  }

  private static TensorInfo info(Model model, String name, Value value) {
    return new TensorInfo(
        name, value.type().dtype(), model.layout(name, value), value.type().quantization());
  }

  private static boolean isBatched(TensorInfo info) {
    List<Integer> extents = info.layout().extents();
    return !extents.isEmpty() && extents.getFirst() == 1 && info.layout().axes().getFirst() == 0;
  }

  private static boolean isPicture(Shape shape) {
    return shape.isMap()
        && (shape.channels() == 3 || shape.channels() == 1)
        && Math.max(shape.height(), shape.width()) <= Preprocessing.MAX_SIDE;
  }

  /** Whether requests may hold several samples. */
  boolean isBatched() {
    return batched;
  }

  /** Height, width and channels of the inputs that take pictures, by their names. */
  Map<String, Shape> pictures() {
    return pictures;
  }

  /** One of the inputs. */
  TensorInfo input(String name) {
    return inputs.get(name);
  }

  /** One of the outputs. */
  TensorInfo output(String name) {
    return outputs.get(name);
  }

  /** The inputs as the metadata have them; a batch is -1. */
  JsonArray inputMetadata() {
    return metadata(inputs);
  }

  /** The outputs as the metadata have them; a batch is -1. */
  JsonArray outputMetadata() {
    return metadata(outputs);
  }

  private JsonArray metadata(SequencedMap<String, TensorInfo> tensors) {
    return JsonArray.of(
        tensors.values().stream()
            .map(
                info ->
                    JsonObject.builder()
                        .put("name", info.name())
                        .put("datatype", type(info).name())
                        .put(
                            "shape",
                            JsonArray.of(
                                shape(info, VARIABLE).stream().map(JsonNumber::of).toList()))
                        .build())
            .toList());
  }

  /** The protocol's type of an input or output. */
  static Datatype type(TensorInfo info) {
    return Datatype.of(info.type())
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    info + " is of a format that the protocol has no name for"));
  }

  /** The extents of an input or output with a batch of so many samples. */
  List<Long> shape(TensorInfo info, long samples) {
    List<Long> shape = new ArrayList<>(info.dims().sizes());
    if (batched) {
      shape.set(0, samples);
    }
    return shape;
  }

  /**
   * Whether the model takes the inputs of a request.
   *
   * @return how many samples they hold
   * @throws HttpException 400 if one is missing, unknown, or of another type or shape
   */
  int samples(List<Input> given) {
    long samples = -1;
    for (Input input : given) {
      TensorInfo info = inputs.get(input.name());
      if (info == null) {
        throw bad(
            "the model has no %s; it has %s",
            ProtocolErrors.input(input.name()), String.join(", ", inputs.keySet()));
      }
      long held = input.type() == Datatype.BYTES ? pictures(input, info) : tensors(input, info);
      if (samples >= 0 && held != samples) {
        throw bad(
            "%s holds %d samples, others %d", ProtocolErrors.input(input.name()), held, samples);
      }
      samples = held;
    }
    for (TensorInfo info : inputs.values()) {
      if (given.stream().noneMatch(input -> input.name().equals(info.name()))) {
        throw bad("%s is missing, which is %s", ProtocolErrors.input(info.name()), wanted(info));
      }
    }
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw bad("a request holds 1 to %d samples, not %d", MOST_SAMPLES, samples);
    }
    return (int) samples;
  }

  private long tensors(Input input, TensorInfo info) {
    long samples = batched && !input.shape().isEmpty() ? input.shape().getFirst() : 1;
    if (input.type() != type(info) || !input.shape().equals(shape(info, samples))) {
      throw refused(input, info);
    }
    return samples;
  }

  /** Pictures are {@code [N]} or {@code [N, 1]}, or {@code [1]} where there is no batch. */
  private long pictures(Input input, TensorInfo info) {
    List<Long> shape = input.shape();
    boolean isList = shape.size() == 1 || shape.size() == 2 && shape.get(1) == 1;
    if (!pictures.containsKey(info.name()) || !isList || !batched && shape.getFirst() != 1) {
      throw refused(input, info);
    }
    return shape.getFirst();
  }

  private HttpException refused(Input input, TensorInfo info) {
    return bad(
        "%s is %s %s, but the model takes %s",
        ProtocolErrors.input(input.name()), input.type(), input.shape(), wanted(info));
  }

  private String wanted(TensorInfo info) {
    String tensor = type(info) + " " + shape(info, VARIABLE);
    return pictures.containsKey(info.name())
        ? tensor + (batched ? ", or pictures as BYTES [-1]" : ", or a picture as BYTES [1]")
        : tensor;
  }

  /**
   * The outputs that a request asks for: all, where it names none.
   *
   * @throws HttpException 400 if there is none of a name
   */
  List<Output> asked(InferRequest request) {
    if (request.outputs().isEmpty()) {
      return outputs.keySet().stream()
          .map(name -> new Output(name, Optional.empty(), OptionalInt.empty()))
          .toList();
    }
    for (Output asked : request.outputs()) {
      if (!outputs.containsKey(asked.name())) {
        throw bad(
            "the model has no %s; it has %s",
            ProtocolErrors.output(asked.name()), String.join(", ", outputs.keySet()));
      }
    }
    return request.outputs();
  }
}
