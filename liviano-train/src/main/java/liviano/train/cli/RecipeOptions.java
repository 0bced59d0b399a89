package liviano.train.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.cli.UsageException;
import liviano.json.JsonEnums;
import liviano.train.network.NormRule;
import liviano.train.recipe.Augmenting;
import liviano.train.recipe.TrainRecipe;
import liviano.train.torch.Autocast;
import liviano.train.torch.TorchException;
import picocli.CommandLine.Option;

/** How to train: a recipe by its name, and what is to be otherwise. */
final class RecipeOptions {
  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "paper, slim, torchvision, small, finetune or quantize; quantize with --quantize, finetune"
              + " with --base, small without, if not given.")
  private Optional<String> recipe = Optional.empty();

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs of its last stage.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures of a step, of all workers together; the rate does not follow.")
  private Optional<Integer> batch = Optional.empty();

  @Option(names = "--rate", paramLabel = "X", description = "Learning rate of its last stage.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--augment",
      paramLabel = "HOW",
      description = "none, light, inception or strong.")
  private Optional<String> augment = Optional.empty();

  @Option(
      names = "--ema",
      paramLabel = "DECAY",
      description = "Share of the averaged weights that stays at each step; 0 for no averages.")
  private Optional<Double> ema = Optional.empty();

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Pull of the weights towards 0, such as 4e-5.")
  private Optional<Double> weightDecay = Optional.empty();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Share of the numbers before a classifier's last layer that is left out.")
  private Optional<Double> dropout = Optional.empty();

  @Option(
      names = "--smoothing",
      paramLabel = "SHARE",
      description = "Share of a classifier's label that is spread over all classes.")
  private Optional<Double> smoothing = Optional.empty();

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The most that all gradients together may be; 0 for any.")
  private Optional<Double> clip = Optional.empty();

  @Option(
      names = "--norm",
      paramLabel = "RULE",
      description =
          "What becomes of batch norm: batch, frozen, none (a folded one stays folded), or auto.")
  private String norm = "auto";

  @Option(
      names = "--precision",
      paramLabel = "FORMAT",
      description = "fp32, or bf16 for products in 16 bits (a CPU with AVX-512).")
  private String precision = "fp32";

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End after so many epochs without a better score.")
  private int patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is drawn by lot; ${DEFAULT-VALUE} if not given.")
  private long seed;

  /** The recipe, changed as was said; where none was named, the usual one. */
  TrainRecipe recipe(TrainRecipe usual) {
    try {
      TrainRecipe chosen = recipe.map(TrainRecipe::named).orElse(usual);
      chosen = epochs.isPresent() ? chosen.withEpochs(epochs.get()) : chosen;
      chosen = batch.isPresent() ? chosen.withBatch(batch.get()) : chosen;
      chosen = rate.isPresent() ? chosen.withRate(rate.get()) : chosen;
      chosen =
          augment.isPresent()
              ? chosen.withAugmentation(word("--augment", augment.get(), Augmenting.class))
              : chosen;
      chosen = weightDecay.isPresent() ? chosen.withWeightDecay(weightDecay.get()) : chosen;
      chosen = dropout.isPresent() ? chosen.withDropout(dropout.get()) : chosen;
      chosen = smoothing.isPresent() ? chosen.withSmoothing(smoothing.get()) : chosen;
      chosen = clip.isPresent() ? chosen.withClip(unlessZero(clip.get())) : chosen;
      return ema.isPresent() ? chosen.withEma(unlessZero(ema.get())) : chosen;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static OptionalDouble unlessZero(double number) {
    return number == 0 ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  NormRule norm() {
    return word("--norm", norm, NormRule.class);
  }

  boolean bfloat16() {
    return switch (precision) {
      case "fp32" -> false;
      case "bf16" -> {
        try {
          Autocast.requireBfloat16();
        } catch (TorchException e) {
          throw new UsageException("--precision: " + e.getMessage());
        }
        yield true;
      }
      default -> throw new UsageException("--precision: fp32 or bf16, not " + precision);
    };
  }

  int patience() {
    if (patience < 0) {
      throw new UsageException("--patience: 0 or more, not " + patience);
    }
    return patience;
  }

  long seed() {
    return seed;
  }

  private static <E extends Enum<E>> E word(String option, String word, Class<E> words) {
    for (E each : words.getEnumConstants()) {
      if (JsonEnums.write(each).equals(word)) {
        return each;
      }
    }
    throw new UsageException(
        option
            + ": one of "
            + String.join(
                ", ", Arrays.stream(words.getEnumConstants()).map(JsonEnums::write).toList())
            + ", not "
            + word);
  }
}
