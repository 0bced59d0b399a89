package liviano.train.tasks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.train.data.BatchPlan;
import liviano.train.data.ClassificationData;
import liviano.train.data.ClassificationSource;
import liviano.train.data.PictureAugmentation;
import liviano.train.loop.TrainSettings;
import liviano.train.loss.CrossEntropy;
import liviano.train.network.Mode;
import liviano.train.network.NormRestorer;
import liviano.train.network.NormRule;
import liviano.train.network.TorchNetwork;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.vision.eval.Part;
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
    ClassificationData data, TrainRecipe recipe, ClassificationOptions options, long seed) {
  /** Pictures that batch norm is measured on. */
  private static final int MEASURED = 256;

  /** Steps in which statistics with momentum 0.9 have followed; fewer leave them old. */
  private static final int STEPS_OF_NORM = 300;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(5);

  /** The model to start from: a network of the zoo with random weights. */
  public Model start(Recipe network) {
    return ClassifierStart.fromScratch(network, data.classes(), seed);
  }

  /**
   * The model to start from: a base, with a last layer for these classes, and with its batch norm
   * where it is to have it and had it before it was folded.
   *
   * @param resolution height and width of the input
   * @param notices takes a line about the batch norm
   * @throws IOException if a picture cannot be read
   */
  public Model start(Model base, int resolution, Consumer<String> notices) throws IOException {
    Model start = ClassifierStart.fromBase(ClassifierStart.sized(base, resolution), data.classes());
    if (!NormRestorer.isFolded(start)) {
      return start;
    }
    if (options.norm() == NormRule.NONE) {
      notices.accept("batch norm is folded into the base, and stays so (--norm none)");
      return start;
    }
    notices.accept(
        String.format(
            Locale.ROOT,
            "batch norm, folded in the base, is restored on %d training pictures",
            Math.min(MEASURED, data.training().size())));
    return NormRestorer.restore(start, samples(start));
  }

  private Iterable<float[]> samples(Model start) throws IOException {
    ClassificationSource source =
        source(Part.TRAINING, start.card().preprocessing(), PictureAugmentation.NONE, 0);
    List<float[]> samples = new java.util.ArrayList<>();
    int step = Math.max(1, source.size() / MEASURED);
    for (int i = 0; i < source.size() && samples.size() < MEASURED; i += step) {
      samples.add(source.sample(i, 0, false).input());
    }
    return samples;
  }

  private ClassificationSource source(
      Part part, Preprocessing rules, PictureAugmentation augmentation, long cacheBytes) {
    return ClassificationSource.of(
        data.pictures(part), data.classes(), rules, 3, augmentation, cacheBytes);
  }

  /**
   * The task.
   *
   * @param start as one of the methods above gave it
   * @param place this worker's; empty where it is alone
   */
  public ClassificationTask task(Model start, Optional<WorkerPlace> place) {
    TorchNetwork network = TorchNetwork.of(start.graph(), start.weights());
    network.batchNormMomentum(0.9);
    if (recipe.dropout() > 0) {
      network.dropout("classifier", recipe.dropout());
    }
    int world = place.map(WorkerPlace::world).orElse(1);
    BatchPlan plan =
        BatchPlan.training(Math.max(1, recipe.batch() / world), seed)
            .withShard(place.map(WorkerPlace::rank).orElse(0), world)
            .withThreads(options.threads());
    Preprocessing rules = start.card().preprocessing();
    long cache = options.cacheBytes() / 2;
    return new ClassificationTask(
        network,
        source(
            Part.TRAINING,
            rules,
            Augmentations.pictures(recipe.augmentation(), options.flip()),
            cache),
        source(Part.VALIDATION, rules, PictureAugmentation.NONE, cache),
        plan,
        new CrossEntropy(recipe.smoothing(), weights()));
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

  /** How the loop is to go. */
  public TrainSettings settings(ClassificationTask task) {
    return new TrainSettings(
        Phases.of(recipe, task.headPrefixes(), mode(task.batchesPerEpoch())),
        seed,
        recipe.ema(),
        recipe.clip(),
        options.bfloat16(),
        options.patience() == 0 ? OptionalInt.empty() : OptionalInt.of(options.patience()),
        BETWEEN_CHECKPOINTS);
  }

  private Mode mode(int batchesPerEpoch) {
    return switch (options.norm()) {
      case BATCH -> Mode.TRAINING;
      case FROZEN -> Mode.FROZEN_NORM;
      // Without batch norm only dropout tells them apart, which acts in both.
      case NONE -> Mode.TRAINING;
      case AUTO -> {
        long steps = (long) recipe.stages().getLast().epochs() * batchesPerEpoch;
        yield steps >= STEPS_OF_NORM ? Mode.TRAINING : Mode.FROZEN_NORM;
      }
    };
  }
}
