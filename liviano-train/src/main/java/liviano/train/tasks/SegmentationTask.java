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
import liviano.train.data.SegmentationSource;
import liviano.train.loop.BatchStream;
import liviano.train.loop.Evaluation;
import liviano.train.loop.TrainTask;
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
public final class SegmentationTask implements TrainTask<Batch<ClassMask>> {
  private static final List<String> HEAD = List.of("head.", "classifier.");
  private static final int VALIDATION_BATCH = 8;

  private final Model start;
  private final TorchNetwork network;
  private final SegmentationSource training;
  private final SegmentationSource validation;
  private final BatchPlan plan;
  private final SegmentationLoss loss;
  private final Value input;

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
    this.start = start;
    this.training = training;
    this.validation = validation;
    this.plan = plan;
    this.loss = loss;
    this.network = TorchNetwork.of(start.ending(Role.LOGITS), start.weights());
    this.input = network.graph().inputs().getFirst();
  }

  @Override
  public TorchNetwork network() {
    return network;
  }

  /** The segmenter as it is now, for any picture. */
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
  public BatchStream<Batch<ClassMask>> epoch(long epoch, int fromBatch) {
    return new PreparedBatches<>(Batches.of(training, plan, epoch, fromBatch));
  }

  @Override
  public int size(Batch<ClassMask> batch) {
    return batch.n();
  }

  @Override
  public Tensor loss(Batch<ClassMask> batch, Mode mode) {
    Tensor pictures = PreparedBatches.inputs(batch, input.shape());
    Tensor logits = network.forward(Map.of(input.name(), pictures), mode).get(Role.LOGITS.key());
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

  @Override
  public List<String> headPrefixes() {
    return HEAD;
  }

  @Override
  public void close() {
    network.close();
  }
}
