package liviano.server.inference;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import liviano.model.Preprocessing;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.vision.ModelRunner;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.TensorInfo;
import liviano.vision.prepare.Preprocessor;
import liviano.weights.Tensor;

/**
 * From the bytes of picture files to the inputs of a model, as its card prepares pictures. Refers
 * to no model, so that it may be kept as long as one is. Thread-safe.
 */
final class Pictures {
  private final Preprocessing card;
  private final Map<String, Preprocessor> preprocessors = new HashMap<>();

  /**
   * For the inputs of a model.
   *
   * @param card how its card prepares pictures
   * @param inputs height, width and channels by the name of the input
   */
  Pictures(Preprocessing card, Map<String, Shape> inputs) {
    this.card = card;
    inputs.forEach(
        (name, shape) -> preprocessors.put(name, Preprocessor.of(sized(shape), shape.channels())));
  }

  private Preprocessing sized(Shape shape) {
    return card.width() == shape.width() && card.height() == shape.height()
        ? card
        : card.withSize(shape.width(), shape.height());
  }

  /**
   * The tensor of a picture, as an input of the model takes it.
   *
   * @param runner of the model
   */
  Tensor tensor(TensorInfo input, Picture picture, ModelRunner runner) {
    if (input.type() != DType.F32) {
      return runner.tensor(input.name(), picture, card, Optional.empty());
    }
    Preprocessor preprocessor = preprocessors.get(input.name());
    float[] memory = new float[(int) preprocessor.inputLength()];
    preprocessor.apply(picture, Region.whole(picture), memory);
    MemorySegment file = MemorySegment.ofArray(new byte[memory.length * Float.BYTES]);
    input.layout().toFile(MemorySegment.ofArray(memory), file, Float.BYTES);
    return new Tensor(input.name(), DType.F32, input.dims(), file);
  }
}
