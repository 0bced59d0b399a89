package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.model.Model;
import liviano.server.http.HttpException;
import liviano.server.inference.InferAnswer.Content;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferAnswer.Texts;
import liviano.server.inference.InferRequest.Input;
import liviano.server.inference.InferRequest.Output;
import liviano.vision.ModelRunner;
import liviano.vision.PictureReader;
import liviano.vision.TensorInfo;
import liviano.weights.Tensor;

/**
 * A model as the protocol runs it. A batch is run sample by sample, each in a turn of its own, so
 * that long requests do not keep short ones waiting. Thread-safe.
 */
final class Inference {
  /** The version of every model: one is served at a time. */
  static final String VERSION = "1";

  /** The most bytes of the outputs of several samples together; of one they are the model's. */
  private static final long MOST_BYTES = 64L << 20;

  private final String name;
  private final Model model;
  private final ModelRunner runner;
  private final Signature signature;
  private final Pictures pictures;

  /** Of a model under the name by which it is served. */
  Inference(String name, Model model, ModelRunner runner) {
    this.name = name;
    this.model = model;
    this.runner = runner;
    this.signature = new Signature(model, runner);
    this.pictures = new Pictures(model, runner, signature.pictures());
  }

  /** What the model takes and gives. */
  Signature signature() {
    return signature;
  }

  /**
   * Answers a request.
   *
   * @param reader of the pictures in it
   * @param turns where each sample is run
   * @throws HttpException 400 if the model does not take it
   * @throws liviano.vision.MalformedPictureException if a picture in it cannot be read
   */
  InferAnswer run(InferRequest request, PictureReader reader, Turns turns) {
    int samples = signature.samples(request.inputs());
    List<Output> asked = signature.asked(request);
    requireRoom(asked, samples);
    Map<String, MemorySegment> tensors = new HashMap<>();
    Map<String, List<MemorySegment>> files = new HashMap<>();
    for (Input input : request.inputs()) {
      if (input.type() == Datatype.BYTES) {
        files.put(input.name(), TensorReader.elements(input));
      } else {
        tensors.put(input.name(), TensorReader.numbers(input));
      }
    }
    List<SequencedMap<String, Tensor>> results = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      int sample = i;
      results.add(
          turns.take(
              (stages, deadline) -> {
                Map<String, Tensor> inputs = new HashMap<>();
                tensors.forEach((input, all) -> inputs.put(input, slice(input, all, sample)));
                files.forEach(
                    (input, all) ->
                        inputs.put(
                            input,
                            pictures.tensor(input, all.get(sample), sample, reader, stages)));
                return stages.infer(() -> runner.run(inputs, deadline));
              }));
      keep(results.getLast(), asked);
    }
    return answer(request, asked, results);
  }

  private void requireRoom(List<Output> asked, int samples) {
    long bytes =
        asked.stream()
            .map(output -> runner.outputs().get(output.name()))
            .mapToLong(info -> info.dims().bytes(info.type()))
            .sum();
    if (samples > 1 && bytes > MOST_BYTES / samples) {
      throw bad(
          "the outputs of %d samples are longer than %d bytes: send fewer, or ask for fewer outputs",
          samples, MOST_BYTES);
    }
  }

  private Tensor slice(String input, MemorySegment all, int sample) {
    TensorInfo info = runner.inputs().get(input);
    long bytes = info.dims().bytes(info.type());
    return new Tensor(input, info.type(), info.dims(), all.asSlice(sample * bytes, bytes));
  }

  private static void keep(SequencedMap<String, Tensor> results, List<Output> asked) {
    results.keySet().removeIf(output -> asked.stream().noneMatch(o -> o.name().equals(output)));
  }

  private InferAnswer answer(
      InferRequest request, List<Output> asked, List<SequencedMap<String, Tensor>> results) {
    List<InferAnswer.Tensor> outputs = new ArrayList<>();
    for (Output output : asked) {
      TensorInfo info = runner.outputs().get(output.name());
      List<MemorySegment> parts =
          results.stream().map(result -> result.get(output.name()).data()).toList();
      boolean binary = output.binary().orElse(request.binary());
      Datatype type = Signature.type(info);
      outputs.add(
          output.classes().isPresent()
              ? classes(output, type, parts, binary)
              : new InferAnswer.Tensor(
                  output.name(),
                  type,
                  signature.shape(info, results.size()),
                  numbers(parts),
                  binary));
    }
    return new InferAnswer(name, VERSION, request.id(), outputs);
  }

  /** The samples one behind the other. */
  private static Content numbers(List<MemorySegment> parts) {
    if (parts.size() == 1) {
      return new Numbers(parts.getFirst());
    }
    long bytes = parts.getFirst().byteSize();
    MemorySegment all = MemorySegment.ofArray(new byte[Math.toIntExact(parts.size() * bytes)]);
    for (int i = 0; i < parts.size(); i++) {
      MemorySegment.copy(parts.get(i), 0, all, i * bytes, bytes);
    }
    return new Numbers(all);
  }

  private InferAnswer.Tensor classes(
      Output output, Datatype type, List<MemorySegment> parts, boolean binary) {
    long elements = parts.getFirst().byteSize() / type.numbers().orElseThrow().bytes();
    List<String> labels =
        model.card().labels().size() == elements ? model.card().labels() : List.of();
    int most = (int) Math.min(output.classes().getAsInt(), elements);
    List<String> texts =
        parts.stream()
            .flatMap(part -> new Classes(type, part, labels).best(most).stream())
            .toList();
    List<Long> shape =
        signature.isBatched() ? List.of((long) parts.size(), (long) most) : List.of((long) most);
    return new InferAnswer.Tensor(output.name(), Datatype.BYTES, shape, new Texts(texts), binary);
  }
}
