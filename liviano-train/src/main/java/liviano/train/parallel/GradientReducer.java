package liviano.train.parallel;

import java.util.SequencedMap;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SizeTStringMap;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Averages gradients over the workers while they are still being computed: those of the last layers
 * travel when they are there. To be called before each backward pass; after it, the gradients of
 * all workers are the same.
 */
public final class GradientReducer implements AutoCloseable {
  private static final long BUCKET = 25 << 20; // bytes that travel at a time, as PyTorch has it

  private final Reducer reducer;

  /**
   * Of these parameters, which must all have a gradient after each backward pass.
   *
   * @param parameters by their names, in the order in which the network uses them
   */
  public GradientReducer(WorkerGroup group, SequencedMap<String, Tensor> parameters) {
    TensorVector all = new TensorVector(parameters.values().toArray(Tensor[]::new));
    SizeTVector limits = new SizeTVector(torch.kDefaultFirstBucketBytes(), BUCKET);
    SizeTVectorVector buckets =
        reversed(torch.compute_bucket_assignment_by_size(all, limits).get0());
    boolean[] sparse = new boolean[parameters.size()];
    SizeTStringMap names = new SizeTStringMap();
    int index = 0;
    for (String name : parameters.keySet()) {
      names.put(index++, name);
    }
    this.reducer =
        new Reducer(
            all,
            buckets,
            group.processGroup(),
            new BoolVector(sparse),
            BUCKET,
            false,
            false,
            names,
            torch.kDefaultFirstBucketBytes(),
            false,
            false);
  }

  /** Gradients come from the last layer to the first. */
  private static SizeTVectorVector reversed(SizeTVectorVector buckets) {
    long count = buckets.size();
    SizeTVectorVector turned = new SizeTVectorVector(count);
    for (long i = 0; i < count; i++) {
      turned.put(i, buckets.get(count - 1 - i));
    }
    return turned;
  }

  /** Before the forward pass of a step. */
  public void beforeForward() {
    reducer.rebuild_buckets(); // once, in the order in which the gradients came at the first step
    reducer.prepare_for_forward();
  }

  /** Between the loss and its backward pass. */
  public void beforeBackward(Tensor loss) {
    reducer.prepare_for_backward(new TensorVector(loss));
  }

  @Override
  public void close() {
    reducer.close();
  }
}
