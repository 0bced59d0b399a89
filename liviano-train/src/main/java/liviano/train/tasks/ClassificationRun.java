package liviano.train.tasks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.train.data.ClassificationData;
import liviano.train.data.ClassificationSource;
import liviano.train.data.PictureAugmentation;
import liviano.train.loss.CrossEntropy;
import liviano.train.network.TorchNetwork;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.eval.Part;
import liviano.weights.Weights;
import liviano.zoo.Recipe;

/**
 * A training of a classifier: from data, recipe and options to the model that it starts from, and
 * from that to the task and the settings of the loop. All of it follows from what it is given, so
 * that a run that goes on comes to the same.
 *
 * @param data pictures by part
 * @param seed of all that is random
 */
public record ClassificationRun(
    ClassificationData data, TrainRecipe recipe, TrainingOptions options, long seed)
    implements TrainingRun {
  @Override
  public List<String> classes() {
    return data.classes();
  }

  @Override
  public String score() {
    return "accuracy";
  }

  @Override
  public boolean isValidated() {
    return !data.validation().isEmpty();
  }

  @Override
  public List<String> notices() {
    return data.notices();
  }

  /** The model to start from: a network of the zoo with random weights. */
  public Model start(Recipe network) {
    return ClassifierStart.fromScratch(network, data.classes(), seed);
  }

  @Override
  public Model start(Model base, int resolution, Consumer<String> notices) throws IOException {
    if (integers().isPresent()) {
      return integers().get().start(base, data.classes(), resolution);
    }
    Model start = ClassifierStart.fromBase(base, data.classes(), resolution);
    Preprocessing rules = start.card().preprocessing();
    return NormChoice.applied(
        options.norm(), start, source(Part.TRAINING, rules, PictureAugmentation.NONE, 0), notices);
  }

  private Optional<IntegerTraining> integers() {
    return options.integers().map(IntegerTraining::new);
  }

  @Override
  public Model trained(Model start, Weights weights) {
    return integers()
        .map(training -> training.integers(start, weights))
        .orElseGet(() -> TrainingRun.super.trained(start, weights));
  }

  /**
   * What the model would be in integers that it started from; empty where it is to stay one of
   * floats.
   *
   * @throws IOException if a picture cannot be read
   */
  public Optional<Model> untrainedIntegers(Model start) throws IOException {
    return integers().isPresent()
        ? Optional.of(integers().get().untrained(start, data))
        : Optional.empty();
  }

  private ClassificationSource source(
      Part part, Preprocessing rules, PictureAugmentation augmentation, long cacheBytes) {
    return ClassificationSource.of(
        data.pictures(part), data.classes(), rules, 3, augmentation, cacheBytes);
  }

  @Override
  public Prepared prepare(Model start, Optional<WorkerPlace> place) throws IOException {
    TorchNetwork network =
        integers().isPresent()
            ? integers().get().network(start, data)
            : TorchNetwork.of(start.graph(), start.weights());
    Plans.settle(network, options);
    if (recipe.dropout() > 0) {
      network.dropout(ClassificationTask.head(start.graph()), recipe.dropout());
    }
    Preprocessing rules = start.card().preprocessing();
    PictureAugmentation augmentation =
        Augmentations.pictures(recipe.augmentation(), options.flip());
    long cache = options.cacheBytes() / 2;
    ClassificationTask task =
        new ClassificationTask(
            network,
            source(Part.TRAINING, rules, augmentation, cache),
            source(Part.VALIDATION, rules, PictureAugmentation.NONE, cache),
            Plans.of(recipe, options, seed, place),
            new CrossEntropy(recipe.smoothing(), weights()));
    return new Prepared(task, Plans.settings(recipe, options, seed, task));
  }

  /** Inverse to the number of pictures, the mean over all pictures 1. */
  private Optional<float[]> weights() {
    if (!options.balanced()) {
      return Optional.empty();
    }
    int[] counts = data.counts(Part.TRAINING);
    float[] weights = new float[counts.length];
    for (int c = 0; c < counts.length; c++) {
      weights[c] = (float) data.training().size() / counts.length / Math.max(1, counts[c]);
    }
    return Optional.of(weights);
  }
}
