package liviano.train.tasks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.train.data.BatchPlan;
import liviano.train.data.BoxAugmentation;
import liviano.train.data.DetectionData;
import liviano.train.data.DetectionSource;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.eval.CocoEvaluation;
import liviano.zoo.Recipe;

/**
 * A training of a detector: from data, recipe and options to the model that it starts from, and
 * from that to the task and the settings of the loop. All of it follows from what it is given, so
 * that a run that goes on comes to the same.
 *
 * @param data pictures by part
 * @param seed of all that is random
 */
public record DetectionRun(
    DetectionData data, TrainRecipe recipe, TrainingOptions options, long seed)
    implements TrainingRun {

  @Override
  public List<String> classes() {
    return data.classes();
  }

  @Override
  public String score() {
    return "AP50";
  }

  @Override
  public boolean isValidated() {
    return !data.validation().isEmpty();
  }

  @Override
  public List<String> notices() {
    return data.notices();
  }

  /**
   * The model to start from: an SSD of the zoo with random weights.
   *
   * @throws liviano.UnsupportedModelException if it is no SSD
   */
  public Model start(Recipe network) {
    return DetectorStart.fromScratch(network, data.classes(), seed);
  }

  @Override
  public Model start(Model base, int resolution, Consumer<String> notices) throws IOException {
    Model start = DetectorStart.fromBase(base, data.classes(), resolution, seed);
    Preprocessing rules = start.card().preprocessing();
    return NormChoice.applied(
        options.norm(), start, source(data.training(), rules, BoxAugmentation.NONE, 0), notices);
  }

  private static DetectionSource source(
      List<BoxPicture> pictures,
      Preprocessing rules,
      BoxAugmentation augmentation,
      long cacheBytes) {
    return DetectionSource.of(pictures, rules, 3, augmentation, cacheBytes);
  }

  @Override
  public Prepared prepare(Model start, Optional<WorkerPlace> place) {
    DetectionTask task = task(start, place);
    return new Prepared(task, Plans.settings(recipe, options, seed, task));
  }

  DetectionTask task(Model start, Optional<WorkerPlace> place) {
    Preprocessing rules = start.card().preprocessing();
    long cache = options.cacheBytes() / 2;
    BatchPlan plan = Plans.of(recipe, options, seed, place);
    DetectionTask task =
        new DetectionTask(
            start,
            source(data.training(), rules, augmentation(), cache),
            source(data.validation(), rules, BoxAugmentation.NONE, cache),
            plan);
    Plans.settle(task.network(), options);
    return task;
  }

  /**
   * How good a detector is on the pictures that were kept apart, found as in use; empty where none
   * were.
   *
   * @param model of this run
   * @throws IOException if a picture cannot be read
   */
  public Optional<CocoEvaluation> tested(Model model) throws IOException {
    return data.test().isEmpty()
        ? Optional.empty()
        : Optional.of(
            FoundBoxes.evaluate(
                model, source(data.test(), model.card().preprocessing(), BoxAugmentation.NONE, 0)));
  }

  /** SSD's expansion and crops for all but light augmentation, which mirrors and crops alone. */
  private BoxAugmentation augmentation() {
    BoxAugmentation augmentation =
        switch (recipe.augmentation()) {
          case NONE -> BoxAugmentation.NONE;
          case LIGHT -> BoxAugmentation.NONE.withCrop(true).withFlip(true);
          case INCEPTION, STRONG -> BoxAugmentation.SSD;
        };
    return options.flip() ? augmentation : augmentation.withFlip(false);
  }
}
