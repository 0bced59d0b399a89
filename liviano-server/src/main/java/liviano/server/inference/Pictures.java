package liviano.server.inference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.server.work.Stage;
import liviano.server.work.Stages;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.vision.ModelRunner;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.Region;
import liviano.vision.TensorInfo;
import liviano.vision.prepare.Preprocessor;
import liviano.weights.Tensor;

/** From the bytes of picture files to the inputs of a model, as its card prepares pictures. */
final class Pictures {
  private final Preprocessing card;
  private final ModelRunner runner;
  private final Map<String, Preprocessor> preprocessors = new HashMap<>();

  /** Of a model that takes pictures for these inputs. */
  Pictures(Model model, ModelRunner runner, Map<String, Shape> inputs) {
    this.card = model.card().preprocessing();
    this.runner = runner;
    inputs.forEach(
        (name, shape) ->
            preprocessors.put(
                name,
                Preprocessor.of(
                    isSized(shape) ? card : card.withSize(shape.width(), shape.height()),
                    shape.channels())));
  }

  private boolean isSized(Shape shape) {
    return card.width() == shape.width() && card.height() == shape.height();
  }

  /**
   * The tensor of a picture.
   *
   * @param file the bytes of a picture file
   * @param index which of a request's pictures it is, for messages
   * @throws liviano.vision.MalformedPictureException if they are no picture within the limits
   */
  Tensor tensor(String input, MemorySegment file, int index, PictureReader reader, Stages stages) {
    String name = String.format(Locale.ROOT, "picture %d of input '%s'", index, input);
    Picture picture =
        stages.time(Stage.DECODE, () -> reader.read(file.toArray(ValueLayout.JAVA_BYTE), name));
    return stages.time(Stage.PREPARE, () -> prepared(input, picture));
  }

  private Tensor prepared(String input, Picture picture) {
    TensorInfo info = runner.inputs().get(input);
    if (info.type() != DType.F32) {
      return runner.tensor(input, picture, card, Optional.empty());
    }
    Preprocessor preprocessor = preprocessors.get(input);
    float[] memory = new float[(int) preprocessor.inputLength()];
    preprocessor.apply(picture, Region.whole(picture), memory);
    MemorySegment file = MemorySegment.ofArray(new byte[memory.length * Float.BYTES]);
    info.layout().toFile(MemorySegment.ofArray(memory), file, Float.BYTES);
    return new Tensor(input, DType.F32, info.dims(), file);
  }
}
