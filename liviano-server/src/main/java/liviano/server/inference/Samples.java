package liviano.server.inference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.server.inference.InferRequest.Input;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import liviano.vision.ModelRunner;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.TensorInfo;
import liviano.weights.Tensor;

/** The samples of a request, one at a time; pictures are decoded when their sample comes. */
final class Samples {
  private final Signature signature;
  private final Map<String, MemorySegment> tensors = new HashMap<>();
  private final Map<String, List<MemorySegment>> files = new HashMap<>();

  /**
   * The samples of inputs that the model takes.
   *
   * @throws liviano.server.http.HttpException 400 if an input does not hold what it says
   */
  Samples(Signature signature, List<Input> inputs) {
    this.signature = signature;
    for (Input input : inputs) {
      if (input.type() == Datatype.BYTES) {
        files.put(input.name(), TensorReader.elements(input));
      } else {
        tensors.put(input.name(), TensorReader.numbers(input));
      }
    }
  }

  /**
   * The inputs of one sample.
   *
   * @throws liviano.vision.MalformedPictureException if a picture in it cannot be read
   */
  Map<String, Tensor> get(
      int index, Pictures pictures, ModelRunner runner, PictureReader reader, Stages stages) {
    Map<String, Tensor> inputs = new HashMap<>();
    tensors.forEach((name, all) -> inputs.put(name, slice(signature.input(name), all, index)));
    files.forEach(
        (name, all) -> {
          Picture picture =
              stages.time(Stage.DECODE, () -> decode(name, all.get(index), index, reader));
          inputs.put(
              name,
              stages.time(
                  Stage.PREPARE, () -> pictures.tensor(signature.input(name), picture, runner)));
        });
    return inputs;
  }

  private static Tensor slice(TensorInfo input, MemorySegment all, int index) {
    long bytes = input.dims().bytes(input.type());
    return new Tensor(input.name(), input.type(), input.dims(), all.asSlice(index * bytes, bytes));
  }

  private static Picture decode(String input, MemorySegment file, int index, PictureReader reader) {
    String name = String.format(Locale.ROOT, "picture %d of the input '%s'", index + 1, input);
    return reader.read(file.toArray(ValueLayout.JAVA_BYTE), name);
  }
}
