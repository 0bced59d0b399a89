package liviano.train.tasks;

import java.util.List;
import java.util.Map;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.Batches;
import liviano.train.data.SampleSource;
import liviano.train.loop.BatchStream;
import liviano.train.loop.TrainTask;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A task on labelled pictures, which are the one input of its network.
 *
 * @param <L> the label of a picture
 */
abstract sealed class SampledTask<L> implements TrainTask<Batch<L>>
    permits ClassificationTask, DetectionTask, SegmentationTask {
  private final TorchNetwork network;
  private final SampleSource<L> training;
  private final BatchPlan plan;
  private final List<String> heads;
  private final Value input;

  /**
   * A task.
   *
   * @param network closed with the task
   * @param plan the batches of training
   * @param heads what the names of the parameters of new layers begin with
   */
  SampledTask(TorchNetwork network, SampleSource<L> training, BatchPlan plan, List<String> heads) {
    this.network = network;
    this.training = training;
    this.plan = plan;
    this.heads = heads;
    this.input = network.graph().inputs().getFirst();
  }

  /** What the network gives for the pictures of a batch, by the graph's names. */
  final Map<String, Tensor> outputs(Batch<L> batch, Mode mode) {
    Shape shape = input.shape();
    Tensor pictures =
        Tensors.maps(batch.inputs(), batch.n(), shape.height(), shape.width(), shape.channels());
    return network.forward(Map.of(input.name(), pictures), mode);
  }

  @Override
  public final TorchNetwork network() {
    return network;
  }

  @Override
  public final int batchesPerEpoch() {
    return plan.batches(training.size());
  }

  @Override
  public final BatchStream<Batch<L>> epoch(long epoch, int fromBatch) {
    return new PreparedBatches<>(Batches.of(training, plan, epoch, fromBatch));
  }

  @Override
  public final int size(Batch<L> batch) {
    return batch.n();
  }

  @Override
  public final List<String> headPrefixes() {
    return heads;
  }

  @Override
  public final void close() {
    network.close();
  }
}
