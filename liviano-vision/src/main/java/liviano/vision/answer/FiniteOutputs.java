package liviano.vision.answer;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.engine.SessionTensor;
import liviano.tensor.LittleEndian;

/**
 * Outputs of a network that a task can make an answer of. Weights that are finite may still
 * overflow on the way: an answer of NaNs would look like a picture that shows nothing.
 */
public final class FiniteOutputs {
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY = 0x7f800000;

  private FiniteOutputs() {}

  /**
   * A copy of an output's numbers.
   *
   * @param output of 32-bit floats
   * @throws UnsupportedModelException if one is NaN or infinite
   */
  public static float[] copy(SessionTensor output) {
    float[] numbers = output.toArray();
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw notFinite(output);
      }
    }
    return numbers;
  }

  /**
   * An output's memory.
   *
   * @param output of 32-bit floats
   * @throws UnsupportedModelException if a number is NaN or infinite
   */
  public static MemorySegment require(SessionTensor output) {
    MemorySegment segment = output.segment();
    // Compared as integers, which C2 turns into vectors.
    int greatest = 0;
    for (int i = 0; i < output.elements(); i++) {
      greatest = Math.max(greatest, segment.getAtIndex(LittleEndian.INT, i) & MAGNITUDE);
    }
    if (greatest >= INFINITY) {
      throw notFinite(output);
    }
    return segment;
  }

  private static UnsupportedModelException notFinite(SessionTensor output) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "output '%s' is not finite on this picture: the model's numbers overflow 32-bit "
                + "floats, or its preprocessing does",
            output.name()));
  }
}
