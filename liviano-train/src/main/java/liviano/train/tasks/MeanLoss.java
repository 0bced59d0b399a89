package liviano.train.tasks;

import java.io.IOException;
import java.util.Optional;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.Batches;
import liviano.train.data.SampleSource;
import liviano.train.loop.TrainTask;
import liviano.train.network.Mode;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;

/** The loss of a task on samples as they are in use. */
final class MeanLoss {
  private MeanLoss() {}

  /**
   * The mean of the batches' losses, each counted by its samples; 0 where there are none.
   *
   * @param size samples of a batch
   * @throws IOException if a picture cannot be read
   */
  static <L> double of(TrainTask<Batch<L>> task, SampleSource<L> samples, int size)
      throws IOException {
    double sum = 0;
    int counted = 0;
    try (Batches<L> batches = Batches.of(samples, BatchPlan.evaluation(size), 0, 0)) {
      for (Optional<Batch<L>> batch = batches.next(); batch.isPresent(); batch = batches.next()) {
        try (TorchScope _ = TorchScope.open();
            NoGrad _ = NoGrad.open()) {
          int n = batch.get().n();
          sum += n * (double) Tensors.number(task.loss(batch.get(), Mode.EVALUATION));
          counted += n;
        }
      }
    }
    return sum / Math.max(1, counted);
  }
}
