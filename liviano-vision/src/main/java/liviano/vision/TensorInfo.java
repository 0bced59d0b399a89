package liviano.vision;

import java.util.Locale;
import java.util.Optional;
import liviano.model.TensorLayout;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Quantization;

/**
 * An input or output of a network as its file has it.
 *
 * @param name in the file
 * @param type of a number
 * @param layout extents and the order of the numbers
 * @param quantization how integers stand for real numbers; empty where they do not
 */
public record TensorInfo(
    String name, DType type, TensorLayout layout, Optional<Quantization> quantization) {

  /** Extents, outermost first, with the batch where the file has one. */
  public Extents dims() {
    return layout.dims();
  }

  /** For people: {@code 'image' (float32 [1, 3, 224, 224])}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "'%s' (%s %s)", name, type.longName(), dims());
  }
}
