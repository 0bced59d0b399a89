package liviano.train.tasks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.Role;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.Batches;
import liviano.train.data.DetectionSource;
import liviano.train.data.boxes.TrueBox;
import liviano.train.loop.BatchStream;
import liviano.train.loop.Evaluation;
import liviano.train.loop.TrainTask;
import liviano.train.loss.KnownObject;
import liviano.train.loss.MultiboxLoss;
import liviano.train.loss.SsdForm;
import liviano.train.loss.SsdMatching;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.vision.eval.CocoEvaluation;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains an SSD: matching and multibox loss; and average precision as COCO counts it, of which that
 * at an overlap of 0.5 is the score.
 */
public final class DetectionTask implements TrainTask<Batch<List<TrueBox>>> {
  private static final List<String> HEAD = List.of("extras.", "predictors.");
  private static final int VALIDATION_BATCH = 16;

  private final Model start;
  private final TorchNetwork network;
  private final DetectionSource training;
  private final DetectionSource validation;
  private final BatchPlan plan;
  private final SsdMatching matching;
  private final MultiboxLoss loss;
  private final Value input;

  /**
   * A task.
   *
   * @param start an SSD whose card names the classes of the sources, after a background
   * @param validation at least one picture
   * @param plan the batches of training
   * @throws liviano.UnsupportedModelException if it is no SSD, or cannot be trained
   */
  public DetectionTask(
      Model start, DetectionSource training, DetectionSource validation, BatchPlan plan) {
    SsdForm form = SsdForm.of(start.graph(), start.recipe());
    this.start = start;
    this.training = training;
    this.validation = validation;
    this.plan = plan;
    this.matching = form.matching();
    this.loss = MultiboxLoss.of(form.scores());
    this.network = TorchNetwork.of(start.ending(Role.BOXES, Role.LOGITS), start.weights());
    this.input = network.graph().inputs().getFirst();
  }

  @Override
  public TorchNetwork network() {
    return network;
  }

  /** The detector as it is now, for any picture. */
  public Model model() {
    return new Model(start.graph(), network.weights(), start.card(), start.recipe());
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
  public BatchStream<Batch<List<TrueBox>>> epoch(long epoch, int fromBatch) {
    return new PreparedBatches<>(Batches.of(training, plan, epoch, fromBatch));
  }

  @Override
  public int size(Batch<List<TrueBox>> batch) {
    return batch.n();
  }

  @Override
  public Tensor loss(Batch<List<TrueBox>> batch, Mode mode) {
    Tensor pictures = PreparedBatches.inputs(batch, input.shape());
    Map<String, Tensor> outputs = network.forward(Map.of(input.name(), pictures), mode);
    return loss.of(
        outputs.get(Role.BOXES.key()),
        outputs.get(Role.LOGITS.key()),
        matching.of(batch.labels().stream().map(DetectionTask::objects).toList()));
  }

  private static List<KnownObject> objects(List<TrueBox> boxes) {
    return boxes.stream().map(DetectionTask::object).toList();
  }

  private static KnownObject object(TrueBox box) {
    return new KnownObject(
        box.category() + 1,
        (float) box.ymin(),
        (float) box.xmin(),
        (float) box.ymax(),
        (float) box.xmax(),
        box.crowd());
  }

  @Override
  public Evaluation evaluate() throws IOException {
    double mean = MeanLoss.of(this, validation, VALIDATION_BATCH);
    CocoEvaluation coco = FoundBoxes.evaluate(model(), validation);
    SequencedMap<String, Double> more = new LinkedHashMap<>();
    more.put("AP", coco.ap());
    more.put("AP75", coco.ap75());
    return new Evaluation(mean, "AP50", coco.ap50(), more);
  }

  @Override
  public List<String> headPrefixes() {
    return HEAD;
  }

  @Override
  public void close() {
    network.close();
  }
}
