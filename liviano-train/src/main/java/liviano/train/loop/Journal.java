package liviano.train.loop;

import java.io.IOException;
import java.util.SequencedMap;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/** Where a run writes down what it has come to. With several workers, that of the first alone. */
public interface Journal {

  /**
   * An epoch is over and validated.
   *
   * @param weights the network's, as they were validated
   */
  void epoch(EpochResult result, Weights weights) throws IOException;

  /**
   * Keeps all that is needed to go on from here. What was kept before stays until this is safe.
   *
   * @param state tensors by their names, as they are now
   */
  void save(Progress progress, SequencedMap<String, Tensor> state) throws IOException;

  /** A step is over: for the line that shows how far it is. */
  void step(Progress progress, int batches, double loss);
}
