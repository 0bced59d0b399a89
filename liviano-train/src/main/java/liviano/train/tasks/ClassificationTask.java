package liviano.train.tasks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Value;
import liviano.model.Role;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.Batches;
import liviano.train.data.ClassificationSource;
import liviano.train.loop.BatchStream;
import liviano.train.loop.Evaluation;
import liviano.train.loop.TrainTask;
import liviano.train.loss.CrossEntropy;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/** Trains a classifier: cross entropy, and the accuracy of its first answer. */
public final class ClassificationTask implements TrainTask<Batch<Integer>> {
  private static final String HEAD = "classifier.";
  private static final int VALIDATION_BATCH = 32;

  private final TorchNetwork network;
  private final ClassificationSource training;
  private final ClassificationSource validation;
  private final BatchPlan plan;
  private final CrossEntropy loss;
  private final Value input;
  private final String logits;

  /**
   * A task.
   *
   * @param network with one input, a map, and an output of the logits; closed with the task
   * @param validation at least one picture
   * @param plan the batches of training
   */
  public ClassificationTask(
      TorchNetwork network,
      ClassificationSource training,
      ClassificationSource validation,
      BatchPlan plan,
      CrossEntropy loss) {
    this.network = network;
    this.training = training;
    this.validation = validation;
    this.plan = plan;
    this.loss = loss;
    this.input = network.graph().inputs().getFirst();
    SequencedMap<String, Value> outputs = network.graph().outputs();
    this.logits =
        outputs.containsKey(Role.LOGITS.key()) ? Role.LOGITS.key() : outputs.firstEntry().getKey();
  }

  @Override
  public TorchNetwork network() {
    return network;
  }

  @Override
  public int samples() {
    return plan.samples(training.size());
  }

  @Override
  public int batchesPerEpoch() {
    return plan.batches(training.size());
  }

  @Override
  public BatchStream<Batch<Integer>> epoch(long epoch, int fromBatch) {
    return new PreparedBatches<>(Batches.of(training, plan, epoch, fromBatch));
  }

  @Override
  public int size(Batch<Integer> batch) {
    return batch.n();
  }

  @Override
  public Tensor loss(Batch<Integer> batch, Mode mode) {
    return loss.of(logits(batch, mode), labels(batch));
  }

  private Tensor logits(Batch<Integer> batch, Mode mode) {
    Tensor pictures = PreparedBatches.inputs(batch, input.shape());
    return network.forward(Map.of(input.name(), pictures), mode).get(logits);
  }

  private static Tensor labels(Batch<Integer> batch) {
    return Tensors.of(batch.labels().stream().mapToLong(Integer::longValue).toArray(), batch.n());
  }

  @Override
  public Evaluation evaluate() throws IOException {
    Confusion confusion = new Confusion(network.graph().outputs().get(logits).shape().elements());
    try (Batches<Integer> batches =
        Batches.of(validation, BatchPlan.evaluation(VALIDATION_BATCH), 0, 0)) {
      for (Optional<Batch<Integer>> batch = batches.next();
          batch.isPresent();
          batch = batches.next()) {
        try (TorchScope _ = TorchScope.open();
            NoGrad _ = NoGrad.open()) {
          confusion.add(Tensors.floats(logits(batch.get(), Mode.EVALUATION)), batch.get().labels());
        }
      }
    }
    return new Evaluation(
        confusion.loss(), "accuracy", confusion.accuracy(), new LinkedHashMap<>());
  }

  @Override
  public List<String> headPrefixes() {
    return List.of(HEAD);
  }

  @Override
  public void close() {
    network.close();
  }
}
