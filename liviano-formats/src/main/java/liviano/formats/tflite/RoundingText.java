package liviano.formats.tflite;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.formats.IntegerRounding;
import liviano.model.Model;

/**
 * What a TensorFlow Lite file that we wrote says of the rounding of its network, beside the network
 * itself, which is in the form of TensorFlow Lite's own kernels.
 */
public final class RoundingText {
  private static final String KEY = "liviano.rounding";

  private RoundingText() {}

  /** The texts of a quantized model with its rounding; a network of floats has none. */
  public static SequencedMap<String, String> with(Model model, IntegerRounding rounding) {
    SequencedMap<String, String> texts = new LinkedHashMap<>(model.texts());
    if (model.graph().isQuantized()) {
      texts.put(KEY, rounding.name().toLowerCase(Locale.ROOT));
    }
    return texts;
  }

  /**
   * The rounding that a file's texts say; {@link IntegerRounding#XNNPACK} where they say nothing.
   *
   * @throws MalformedModelException if they say another word
   */
  static IntegerRounding read(Map<String, String> texts) {
    String word = texts.getOrDefault(KEY, "xnnpack");
    for (IntegerRounding rounding : IntegerRounding.values()) {
      if (rounding.name().toLowerCase(Locale.ROOT).equals(word)) {
        return rounding;
      }
    }
    throw new MalformedModelException(
        String.format(Locale.ROOT, "metadata '%s' is neither 'xnnpack' nor 'tflite'", KEY));
  }
}
