package liviano.train.tasks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import liviano.model.Model;
import liviano.model.Role;
import liviano.train.data.Batch;
import liviano.train.data.BatchPlan;
import liviano.train.data.SegmentationSource;
import liviano.train.loop.Evaluation;
import liviano.train.loss.SegmentationLoss;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.torch.Tensors;
import liviano.vision.ImageSegmenter;
import liviano.vision.PictureReader;
import liviano.vision.Segmentation;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.SegmentationEvaluation;
import liviano.vision.eval.VocPicture;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains a segmenter: cross entropy of each pixel; and the mean intersection over union of the
 * classes that the validation pictures show, in pixels of the pictures.
 */
public final class SegmentationTask extends SampledTask<ClassMask> {
  private static final List<String> HEAD = List.of("head.", "classifier.");
  private static final int VALIDATION_BATCH = 8;

  private final Model start;
  private final SegmentationSource validation;
  private final SegmentationLoss loss;

  /**
   * A task.
   *
   * @param start a segmenter of the classes of the sources
   * @param validation at least one picture
   * @param plan the batches of training
   * @throws liviano.UnsupportedModelException if it cannot be trained
   */
  public SegmentationTask(
      Model start,
      SegmentationSource training,
      SegmentationSource validation,
      BatchPlan plan,
      SegmentationLoss loss) {
    super(TorchNetwork.of(start.ending(Role.LOGITS), start.weights()), training, plan, HEAD);
    this.start = start;
    this.validation = validation;
    this.loss = loss;
  }

  /** The segmenter as it is now, for any picture. */
  public Model model() {
    return new Model(start.graph(), network().weights(), start.card(), start.recipe());
  }

  @Override
  public Tensor loss(Batch<ClassMask> batch, Mode mode) {
    Tensor logits = outputs(batch, mode).get(Role.LOGITS.key());
    return loss.of(logits, labels(batch.labels()));
  }

  /** {@code [batch, height, width]}; all masks are of the input's size. */
  private static Tensor labels(List<ClassMask> masks) {
    int width = masks.getFirst().width();
    int height = masks.getFirst().height();
    long[] labels = new long[masks.size() * height * width];
    int at = 0;
    for (ClassMask mask : masks) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          labels[at++] = mask.at(x, y);
        }
      }
    }
    return Tensors.of(labels, masks.size(), height, width);
  }

  @Override
  public Evaluation evaluate() throws IOException {
    double mean = MeanLoss.of(this, validation, VALIDATION_BATCH);
    SegmentationEvaluation evaluation = segmented();
    SequencedMap<String, Double> more = new LinkedHashMap<>();
    more.put("pixelAccuracy", evaluation.pixelAccuracy().orElse(0));
    double score = evaluation.meanIouOfPresentClasses().orElse(0);
    return new Evaluation(mean, "mIoU", score, more);
  }

  /** Segments whole pictures as in use. */
  private SegmentationEvaluation segmented() throws IOException {
    ImageSegmenter segmenter = ImageSegmenter.of(model());
    PictureReader reader = PictureReader.defaults().asStored();
    SegmentationEvaluation evaluation = new SegmentationEvaluation(segmenter.labels().size());
    for (int i = 0; i < validation.size(); i++) {
      VocPicture sample = validation.picture(i);
      Segmentation seen = segmenter.segment(reader.read(sample.picture()));
      evaluation.add(
          sample.mask().toString(),
          ClassMask.read(sample.mask()),
          ClassMask.of(seen.width(), seen.height(), seen.mask()));
    }
    return evaluation;
  }
}
