package liviano.train.tasks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.Role;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.Batches;
import liviano.train.data.ClassificationSource;
import liviano.train.loop.Evaluation;
import liviano.train.loss.CrossEntropy;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/** Trains a classifier: cross entropy, and the accuracy of its first answer. */
public final class ClassificationTask extends SampledTask<Integer> {
  private static final int VALIDATION_BATCH = 32;

  private final ClassificationSource validation;
  private final CrossEntropy loss;
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
    super(network, training, plan, List.of(head(network.graph()) + "."));
    this.validation = validation;
    this.loss = loss;
    this.logits = logits(network.graph());
  }

  /** The name of the output that holds the logits. */
  private static String logits(Graph graph) {
    SequencedMap<String, Value> outputs = graph.outputs();
    return outputs.containsKey(Role.LOGITS.key())
        ? Role.LOGITS.key()
        : outputs.firstEntry().getKey();
  }

  /** The layer that gives the logits. */
  static String head(Graph graph) {
    return graph.outputs().get(logits(graph)).name();
  }

  @Override
  public Tensor loss(Batch<Integer> batch, Mode mode) {
    return loss.of(logits(batch, mode), labels(batch));
  }

  private Tensor logits(Batch<Integer> batch, Mode mode) {
    return outputs(batch, mode).get(logits);
  }

  private static Tensor labels(Batch<Integer> batch) {
    return Tensors.of(batch.labels().stream().mapToLong(Integer::longValue).toArray(), batch.n());
  }

  @Override
  public Evaluation evaluate() throws IOException {
    FirstAnswers answers =
        new FirstAnswers(network().graph().outputs().get(logits).shape().elements());
    try (Batches<Integer> batches =
        Batches.of(validation, BatchPlan.evaluation(VALIDATION_BATCH), 0, 0)) {
      for (Optional<Batch<Integer>> batch = batches.next();
          batch.isPresent();
          batch = batches.next()) {
        try (TorchScope _ = TorchScope.open();
            NoGrad _ = NoGrad.open()) {
          answers.add(Tensors.floats(logits(batch.get(), Mode.EVALUATION)), batch.get().labels());
        }
      }
    }
    return new Evaluation(answers.loss(), "accuracy", answers.accuracy(), new LinkedHashMap<>());
  }
}
