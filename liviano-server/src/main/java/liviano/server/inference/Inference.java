package liviano.server.inference;

import static liviano.server.inference.ProtocolErrors.bad;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.server.http.HttpException;
import liviano.server.inference.InferAnswer.Content;
import liviano.server.inference.InferAnswer.Numbers;
import liviano.server.inference.InferAnswer.Texts;
import liviano.server.inference.InferRequest.Output;
import liviano.server.models.LoadedModel;
import liviano.server.work.Stage;
import liviano.vision.TensorInfo;
import liviano.weights.Tensor;

/**
 * Answers requests of one model. A batch is run sample by sample, each in a turn of its own, so
 * that long requests do not keep short ones waiting. Thread-safe.
 */
final class Inference {
  /** The version of every model: one is served at a time. */
  static final String VERSION = "1";

  /** The most bytes of the outputs of several samples together; of one they are the model's. */
  private static final long MOST_BYTES = 64L << 20;

  private final LoadedModel loaded;
  private final Signature signature;
  private final Pictures pictures;

  /** Of a model. */
  Inference(LoadedModel loaded, Signature signature, Pictures pictures) {
    this.loaded = loaded;
    this.signature = signature;
    this.pictures = pictures;
  }

  /**
   * Answers a request.
   *
   * @throws HttpException 400 if the model does not take it
   * @throws liviano.vision.MalformedPictureException if a picture in it cannot be read
   */
  InferAnswer run(InferRequest request, Turn turn) {
    int count = signature.samples(request.inputs());
    List<Output> asked = signature.asked(request);
    requireRoom(asked, count);
    Set<String> names = asked.stream().map(Output::name).collect(Collectors.toSet());
    List<Samples> samples = new ArrayList<>(); // made in the first turn: texts take time to read
    List<SequencedMap<String, Tensor>> results = new ArrayList<>();
    while (results.size() < count) {
      results.add(
          turn.take(
              () -> {
                if (samples.isEmpty()) {
                  samples.add(
                      turn.stages()
                          .time(Stage.DECODE, () -> new Samples(signature, request.inputs())));
                }
                return run(samples.getFirst(), results.size(), turn);
              }));
      results.getLast().keySet().retainAll(names);
    }
    return answer(request, asked, results);
  }

  private SequencedMap<String, Tensor> run(Samples samples, int index, Turn turn) {
    return loaded
        .runner()
        .run(samples.get(index, pictures, loaded.runner(), turn.reader(), turn.stages()));
  }

  private void requireRoom(List<Output> asked, int samples) {
    long bytes =
        asked.stream()
            .map(output -> signature.output(output.name()))
            .mapToLong(info -> info.dims().bytes(info.type()))
            .sum();
    if (samples > 1 && bytes > MOST_BYTES / samples) {
      throw bad(
          "the outputs of %d samples are longer than %d bytes: send fewer, or ask for fewer outputs",
          samples, MOST_BYTES);
    }
  }

  private InferAnswer answer(
      InferRequest request, List<Output> asked, List<SequencedMap<String, Tensor>> results) {
    List<InferAnswer.Tensor> outputs = new ArrayList<>();
    for (Output output : asked) {
      TensorInfo info = signature.output(output.name());
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
                  signature.shape(info, parts.size()),
                  numbers(parts),
                  binary));
    }
    return new InferAnswer(loaded.name(), VERSION, request.id(), outputs);
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
    List<String> all = loaded.model().card().labels();
    List<String> labels = all.size() == elements ? all : List.of();
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
