package liviano.train.run;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Where a run stands, and all that it needs to go on from there to the same weights: one
 * safetensors file.
 *
 * @param epoch the number of epochs that are finished; also the number, counted from 0, of the one
 *     that goes on
 * @param batch the number of its batches that are done
 * @param step optimizer steps since the run began
 * @param tensors weights, the state of the optimizer, averages, by names that their owners choose;
 *     of a checkpoint that was read they are views of the file
 * @param state short texts by name, such as random state, scores and patience; in the order of
 *     their names
 */
public record Checkpoint(
    long epoch, long batch, long step, Weights tensors, Map<String, String> state) {

  /**
   * @throws IllegalArgumentException if a number is below 0
   */
  public Checkpoint {
    if (epoch < 0 || batch < 0 || step < 0) {
      throw new IllegalArgumentException(
          "a checkpoint at epoch " + epoch + ", batch " + batch + ", step " + step);
    }
    state = Collections.unmodifiableMap(new TreeMap<>(state));
  }

  /**
   * Bytes as a tensor: the state of a random number generator.
   *
   * @param bytes that nobody changes any more
   */
  public static Tensor bytes(String name, byte[] bytes) {
    return new Tensor(name, DType.U8, Extents.of(bytes.length), MemorySegment.ofArray(bytes));
  }
}
