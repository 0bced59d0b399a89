package liviano.train.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonEnums;
import liviano.json.JsonObject;
import liviano.text.NearNames;
import liviano.train.recipe.OptimizerSettings.RmsProp;
import liviano.train.recipe.OptimizerSettings.Sgd;
import liviano.train.recipe.RateSchedule.Cosine;
import liviano.train.recipe.RateSchedule.Exponential;

/**
 * How a network is trained.
 *
 * @param name by which it is chosen
 * @param stages one after the other
 * @param batch samples of a step, of all workers together
 * @param weightDecay of the weights of convolutions and dense layers, never of biases and norms
 * @param decayDepthwise whether depthwise convolutions have it too; slim leaves them out, because
 *     each of their few numbers matters
 * @param dropout before the last layer
 * @param smoothing of labels
 * @param ema share of the averaged weights that stays at each step; empty where the weights
 *     themselves are used
 * @param clip the most that the norm of all gradients together may be; empty for any
 * @param augmentation how pictures are changed
 */
public record TrainRecipe(
    String name,
    List<Stage> stages,
    int batch,
    double weightDecay,
    boolean decayDepthwise,
    double dropout,
    double smoothing,
    OptionalDouble ema,
    OptionalDouble clip,
    Augmenting augmentation) {
  private static final int MOST_BATCH = 65_536;
  private static final List<String> MEMBERS =
      List.of(
          "name",
          "stages",
          "batch",
          "weightDecay",
          "decayDepthwise",
          "dropout",
          "smoothing",
          "ema",
          "clip",
          "augmentation");

  /**
   * @throws IllegalArgumentException if a number is beyond its range; the message says which
   */
  public TrainRecipe {
    stages = List.copyOf(stages);
    require(!stages.isEmpty(), "a recipe needs a stage");
    require(batch >= 1 && batch <= MOST_BATCH, "the batch must be from 1 to 65536, is " + batch);
    require(weightDecay >= 0 && weightDecay <= 1, "weight decay must be from 0 to 1");
    require(dropout >= 0 && dropout < 1, "dropout must be from 0 to below 1, is " + dropout);
    require(smoothing >= 0 && smoothing < 1, "label smoothing must be from 0 to below 1");
    require(
        ema.isEmpty() || ema.getAsDouble() > 0 && ema.getAsDouble() < 1,
        "EMA's decay must be between 0 and 1");
    require(clip.isEmpty() || clip.getAsDouble() > 0, "the norm to clip at must be above 0");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * The paper's section 6.1: RMSProp with decay and momentum 0.9, weight decay 4e-5, rate 0.045
   * times 0.98 an epoch, batch 96 on each of 16 GPUs. What it does not say (epsilon, dropout) is
   * slim's. For a million pictures: on a few thousand it needs many epochs.
   */
  public static final TrainRecipe PAPER =
      new TrainRecipe(
          "paper",
          List.of(
              new Stage(
                  "all",
                  300,
                  false,
                  1,
                  new RmsProp(0.9, 0.9, 1.0),
                  new Exponential(0.045, 0.98, 1, false))),
          96,
          4e-5,
          false,
          0.2,
          0,
          OptionalDouble.of(0.9999),
          OptionalDouble.empty(),
          Augmenting.INCEPTION);

  /**
   * As the models that TensorFlow's slim library publishes were trained: the paper's, with smoothed
   * labels and the rate falling every 2.5 epochs.
   */
  public static final TrainRecipe SLIM =
      new TrainRecipe(
          "slim",
          List.of(
              new Stage(
                  "all",
                  300,
                  false,
                  1,
                  new RmsProp(0.9, 0.9, 1.0),
                  new Exponential(0.045, 0.98, 2.5, true))),
          96,
          4e-5,
          false,
          0.2,
          0.1,
          OptionalDouble.of(0.9999),
          OptionalDouble.empty(),
          Augmenting.INCEPTION);

  /**
   * As torchvision trained its first weights of MobileNetV2: gradient descent with momentum 0.9,
   * rate 0.045 times 0.98 an epoch, eight times a batch of 32.
   */
  public static final TrainRecipe TORCHVISION =
      new TrainRecipe(
          "torchvision",
          List.of(
              new Stage(
                  "all",
                  300,
                  false,
                  1,
                  new Sgd(0.9, false),
                  new Exponential(0.045, 0.98, 1, true))),
          256,
          4e-5,
          true,
          0.2,
          0,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Augmenting.INCEPTION);

  /**
   * For a few thousand pictures from scratch, ours: gradient descent with Nesterov's momentum and a
   * cosine. Small networks have no numbers to spare for strongly changed pictures or dropout; they
   * need many steps, so the batch is small, and weight decay in their place.
   */
  public static final TrainRecipe SMALL =
      new TrainRecipe(
          "small",
          List.of(new Stage("all", 100, false, 1, new Sgd(0.9, true), new Cosine(0.03, 3, 100))),
          32,
          5e-4,
          true,
          0,
          0.1,
          OptionalDouble.empty(),
          OptionalDouble.of(5),
          Augmenting.LIGHT);

  /**
   * From a trained network: the new last layer alone, then all, the layers below at half the rate.
   * At higher rates the last layer does not settle: it reads more than a thousand numbers that are
   * never below 0.
   */
  public static final TrainRecipe FINETUNE =
      new TrainRecipe(
          "finetune",
          List.of(
              new Stage("head", 2, true, 0, new Sgd(0.9, true), new Cosine(0.02, 0, 2)),
              new Stage("all", 10, false, 0.5, new Sgd(0.9, true), new Cosine(0.02, 1, 10))),
          32,
          1e-4,
          true,
          0.2,
          0.1,
          OptionalDouble.of(0.99),
          OptionalDouble.of(5),
          Augmenting.LIGHT);

  /**
   * From a trained network to one that can be rounded, ours: few epochs at a low rate, so that what
   * it knows stays, and nothing that blurs labels or leaves out numbers.
   */
  public static final TrainRecipe QUANTIZE =
      new TrainRecipe(
          "quantize",
          List.of(new Stage("all", 6, false, 1, new Sgd(0.9, true), new Cosine(0.002, 1, 6))),
          32,
          1e-4,
          false,
          0,
          0,
          OptionalDouble.of(0.99),
          OptionalDouble.of(5),
          Augmenting.LIGHT);

  /** All that are chosen by name. */
  public static final List<TrainRecipe> ALL =
      List.of(PAPER, SLIM, TORCHVISION, SMALL, FINETUNE, QUANTIZE);

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if there is none; it names those that there are
   */
  public static TrainRecipe named(String name) {
    List<String> names = ALL.stream().map(TrainRecipe::name).toList();
    return ALL.stream()
        .filter(recipe -> recipe.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no recipe '"
                        + name
                        + "'; there are "
                        + String.join(", ", names)
                        + NearNames.of(name, names).stream()
                            .findFirst()
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("")));
  }

  /**
   * Samples of a step of each worker.
   *
   * @throws IllegalArgumentException if the workers cannot share a batch evenly; the message says
   *     which batches they can
   */
  public int share(int workers) {
    if (batch % workers != 0) {
      int most = batch / workers * workers;
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %d cannot be shared evenly by %d workers: give --batch %s%d",
              batch,
              workers,
              most == 0 ? "" : most + " or ",
              most + workers));
    }
    return batch / workers;
  }

  /** Of all stages together. */
  public int epochs() {
    return stages.stream().mapToInt(Stage::epochs).sum();
  }

  /**
   * The same with another number of epochs in its last stage. A cosine falls over all of them; an
   * exponential rate keeps its pace, and falls less in fewer epochs.
   */
  public TrainRecipe withEpochs(int number) {
    return withLast(stages.getLast().withEpochs(number));
  }

  /** The same with another rate in its last stage. */
  public TrainRecipe withRate(double rate) {
    return withLast(stages.getLast().withRate(rate));
  }

  private TrainRecipe withLast(Stage last) {
    List<Stage> changed = new ArrayList<>(stages);
    changed.set(changed.size() - 1, last);
    return with(changed, batch, weightDecay, dropout, smoothing, ema, clip, augmentation);
  }

  /** The same with another batch. The rate stays as it is: say it too where it is to follow. */
  public TrainRecipe withBatch(int number) {
    return with(stages, number, weightDecay, dropout, smoothing, ema, clip, augmentation);
  }

  /** The same with another weight decay. */
  public TrainRecipe withWeightDecay(double decay) {
    return with(stages, batch, decay, dropout, smoothing, ema, clip, augmentation);
  }

  /** The same with more dropout before the last layer, or less. */
  public TrainRecipe withDropout(double share) {
    return with(stages, batch, weightDecay, share, smoothing, ema, clip, augmentation);
  }

  /** The same with labels smoothed otherwise. */
  public TrainRecipe withSmoothing(double share) {
    return with(stages, batch, weightDecay, dropout, share, ema, clip, augmentation);
  }

  /** The same with other changes of pictures. */
  public TrainRecipe withAugmentation(Augmenting other) {
    return with(stages, batch, weightDecay, dropout, smoothing, ema, clip, other);
  }

  /** The same with other averaging of weights. */
  public TrainRecipe withEma(OptionalDouble decay) {
    return with(stages, batch, weightDecay, dropout, smoothing, decay, clip, augmentation);
  }

  /** The same with another bound of gradients. */
  public TrainRecipe withClip(OptionalDouble norm) {
    return with(stages, batch, weightDecay, dropout, smoothing, ema, norm, augmentation);
  }

  private TrainRecipe with(
      List<Stage> newStages,
      int newBatch,
      double newWeightDecay,
      double newDropout,
      double newSmoothing,
      OptionalDouble newEma,
      OptionalDouble newClip,
      Augmenting newAugmentation) {
    return new TrainRecipe(
        name,
        newStages,
        newBatch,
        newWeightDecay,
        decayDepthwise,
        newDropout,
        newSmoothing,
        newEma,
        newClip,
        newAugmentation);
  }

  /** What a run prints first: the rate is never scaled by the batch behind one's back. */
  public String words() {
    StringBuilder words = new StringBuilder(name).append(": batch ").append(batch);
    for (Stage stage : stages) {
      words.append(
          String.format(
              Locale.ROOT,
              ", %s for %s at rate %s",
              stage.headOnly() ? "the last layer" : "all layers",
              Words.count(stage.epochs(), "epoch"),
              stage.rate().rate()));
    }
    return words.toString();
  }

  /** All of it. */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", name)
            .put("stages", JsonArray.of(stages.stream().map(Stage::toJson).toList()))
            .put("batch", batch)
            .put("weightDecay", weightDecay)
            .put("decayDepthwise", decayDepthwise)
            .put("dropout", dropout)
            .put("smoothing", smoothing)
            .put("augmentation", JsonEnums.write(augmentation));
    ema.ifPresent(decay -> json.put("ema", decay));
    clip.ifPresent(norm -> json.put("clip", norm));
    return json.build();
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws liviano.json.JsonException if it is something else
   */
  public static TrainRecipe of(JsonObject json) {
    json.requireOnly(MEMBERS);
    try {
      return new TrainRecipe(
          json.string("name"),
          json.array("stages").objects().stream().map(Stage::of).toList(),
          json.integer("batch"),
          json.number("weightDecay"),
          json.bool("decayDepthwise"),
          json.number("dropout"),
          json.number("smoothing"),
          json.optionalNumber("ema"),
          json.optionalNumber("clip"),
          JsonEnums.read(json, "augmentation", Augmenting.values()));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
