package liviano.train.loop;

import java.util.SequencedMap;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/** Writes nothing down: what all workers but the first have. */
public final class Silence implements Journal {
  @Override
  public void epoch(EpochResult result, Weights weights) {}

  @Override
  public void save(Progress progress, SequencedMap<String, Tensor> state) {}

  @Override
  public void step(Progress progress, int batches, double loss) {}
}
