package liviano.formats.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How an ONNX file is written.
 *
 * @param batch how many samples it takes at once; {@value #ANY} for any number, the extent {@code
 *     batch}
 * @param texts what the file says beside its network, by their keys
 */
public record OnnxSettings(int batch, SequencedMap<String, String> texts) {
  /** A batch of any size. */
  public static final int ANY = 0;

  /** A batch of one, and no texts. */
  public static final OnnxSettings ONE = new OnnxSettings(1, new LinkedHashMap<>());

  /**
   * @throws IllegalArgumentException if the batch is negative
   */
  public OnnxSettings {
    if (batch < 0) {
      throw new IllegalArgumentException("a batch of " + batch);
    }
    texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
  }
}
