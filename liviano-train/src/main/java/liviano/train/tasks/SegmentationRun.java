package liviano.train.tasks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.train.data.BatchPlan;
import liviano.train.data.ColourJitter;
import liviano.train.data.MaskAugmentation;
import liviano.train.data.SegmentationData;
import liviano.train.data.SegmentationSource;
import liviano.train.loss.SegmentationLoss;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.VocPicture;

/**
 * A training of a segmenter: from data, recipe and options to the model that it starts from, and
 * from that to the task and the settings of the loop. All of it follows from what it is given, so
 * that a run that goes on comes to the same.
 *
 * @param data pictures by part
 * @param classes their names, the background first
 * @param seed of all that is random
 */
public record SegmentationRun(
    SegmentationData data,
    List<String> classes,
    TrainRecipe recipe,
    TrainingOptions options,
    long seed)
    implements TrainingRun {
  private static final ColourJitter COLOURS = new ColourJitter(0.4, 0.4, 0.4, 0.05);

  public SegmentationRun {
    classes = List.copyOf(classes);
  }

  @Override
  public String score() {
    return "mIoU";
  }

  @Override
  public boolean isValidated() {
    return !data.validation().isEmpty();
  }

  @Override
  public List<String> notices() {
    return List.of();
  }

  @Override
  public Model start(Model base, int resolution, Consumer<String> notices) throws IOException {
    Model start = SegmenterStart.fromBase(base, classes, resolution, seed);
    return NormChoice.applied(
        options.norm(), start, source(data.training(), start, Optional.empty(), 0), notices);
  }

  private SegmentationSource source(
      List<VocPicture> pictures,
      Model start,
      Optional<MaskAugmentation> augmentation,
      long cacheBytes) {
    Preprocessing rules = start.card().preprocessing();
    return SegmentationSource.of(pictures, classes.size(), rules, 3, augmentation, cacheBytes);
  }

  @Override
  public Prepared prepare(Model start, Optional<WorkerPlace> place) throws IOException {
    SegmentationTask task = task(start, place);
    return new Prepared(task, Plans.settings(recipe, options, seed, task));
  }

  SegmentationTask task(Model start, Optional<WorkerPlace> place) throws IOException {
    long cache = options.cacheBytes() / 2;
    BatchPlan plan = Plans.of(recipe, options, seed, place);
    SegmentationTask task =
        new SegmentationTask(
            start,
            source(data.training(), start, augmentation(), cache),
            source(data.validation(), start, Optional.empty(), cache),
            plan,
            new SegmentationLoss(options.balanced() ? Optional.of(weights()) : Optional.empty()));
    Plans.settle(task.network(), options);
    return task;
  }

  private Optional<MaskAugmentation> augmentation() {
    Optional<MaskAugmentation> augmentation =
        switch (recipe.augmentation()) {
          case NONE -> Optional.empty();
          case LIGHT, INCEPTION -> Optional.of(MaskAugmentation.DEEPLAB);
          case STRONG -> Optional.of(MaskAugmentation.DEEPLAB.withColour(COLOURS));
        };
    return augmentation.map(one -> options.flip() ? one : one.withFlip(false));
  }

  /**
   * Inverse to the root of a class's pixels, so that small things count more but a speck does not
   * outweigh a picture; the mean over the classes that there are is 1.
   */
  private float[] weights() throws IOException {
    long[] pixels = new long[classes.size()];
    for (VocPicture picture : data.training()) {
      ClassMask mask = ClassMask.read(picture.mask());
      for (int y = 0; y < mask.height(); y++) {
        for (int x = 0; x < mask.width(); x++) {
          if (mask.at(x, y) < pixels.length) {
            pixels[mask.at(x, y)]++;
          }
        }
      }
    }
    float[] weights = new float[pixels.length];
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      weights[c] = pixels[c] == 0 ? 0 : (float) (1 / Math.sqrt(pixels[c]));
      sum += weights[c];
    }
    double mean = sum / Math.max(1, Arrays.stream(pixels).filter(count -> count > 0).count());
    for (int c = 0; c < weights.length; c++) {
      weights[c] = pixels[c] == 0 ? 1 : (float) (weights[c] / mean);
    }
    return weights;
  }
}
