package liviano.train.tasks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.model.Model;
import liviano.model.Role;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.DetectionSource;
import liviano.train.data.boxes.TrueBox;
import liviano.train.loop.Evaluation;
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
public final class DetectionTask extends SampledTask<List<TrueBox>> {
  private static final List<String> HEAD = List.of("extras.", "predictors.");
  private static final int VALIDATION_BATCH = 16;

  private final Model start;
  private final DetectionSource validation;
  private final SsdMatching matching;
  private final MultiboxLoss loss;

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
    super(
        TorchNetwork.of(start.ending(Role.BOXES, Role.LOGITS), start.weights()),
        training,
        plan,
        HEAD);
    SsdForm form = SsdForm.of(start.graph(), start.recipe());
    this.start = start;
    this.validation = validation;
    this.matching = form.matching();
    this.loss = MultiboxLoss.of(form.scores());
  }

  /** The detector as it is now, for any picture. */
  public Model model() {
    return new Model(start.graph(), network().weights(), start.card(), start.recipe());
  }

  @Override
  public Tensor loss(Batch<List<TrueBox>> batch, Mode mode) {
    Map<String, Tensor> outputs = outputs(batch, mode);
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
}
