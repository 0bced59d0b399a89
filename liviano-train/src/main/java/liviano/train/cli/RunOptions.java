package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.train.network.FrozenLayers;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.train.tasks.TrainingOptions;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;
import liviano.vision.quantize.Scheme;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all trainings are told, and how they begin. */
final class RunOptions {
  private static final int MEMORY_SHARE = 2;

  @Option(
      names = "--to",
      paramLabel = "RUN",
      required = true,
      description = "The folder of the run, which is made.")
  private Path to;

  @Option(names = "--title", paramLabel = "TEXT", description = "What the model is called.")
  private Optional<String> title = Optional.empty();

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description = "Under which terms the model may be used, told in its file.")
  private Optional<String> licence = Optional.empty();

  @Mixin private RecipeOptions recipe;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the pictures to validate by, where none are given for it; 0.1 if not given.")
  private double validation = 0.1;

  @Option(
      names = "--no-flip",
      description = "Mirror no pictures: where left and right differ, as in digits and signs.")
  private boolean noFlip;

  @Option(
      names = "--freeze",
      paramLabel = "LAYER",
      description =
          "Leave all layers up to this one, or this block, as they are: blocks.3, for example.")
  private String freeze = "";

  @Option(
      names = "--sync-norm",
      description =
          "Let batch norm, where it is trained, take the batches of all workers together.")
  private boolean syncNorm;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Processes that train together, on this machine or by --on; 1 if not given.")
  private int workers = 1;

  @Option(
      names = "--find-rate",
      description =
          "Train nothing: draw into RUN how the loss goes while the rate grows over up to 100 steps.")
  private boolean findRate;

  @Mixin private PaceOptions pace;

  /**
   * What kind of training it is.
   *
   * @param fromBase whether there is a base
   * @param balanced whether rare classes count more
   * @param integers how weights are rounded, where the network is to be one of integers
   */
  record Kind(boolean fromBase, boolean balanced, Optional<Scheme> integers) {
    private TrainRecipe recipe() {
      if (integers.isPresent()) {
        return TrainRecipe.QUANTIZE;
      }
      return fromBase ? TrainRecipe.FINETUNE : TrainRecipe.SMALL;
    }
  }

  /** Makes the model that a training starts from. */
  @FunctionalInterface
  interface Start {
    Model of(TrainingRun training) throws IOException;
  }

  /**
   * Reads the data, makes the first model and the run's folder, and trains. Of a cluster's workers
   * the first does; the others wait for the folder, and join.
   *
   * @param task its word on the command line
   * @param places of the data, by the part that they play
   * @param kind which the recipe depends on where none is named
   */
  int train(
      CommandContext context,
      String task,
      SequencedMap<String, String> places,
      Kind kind,
      Start start)
      throws IOException {
    pace.check();
    if (title.filter(String::isBlank).isPresent()) {
      throw new UsageException("--title: a model needs a name, this one is empty");
    }
    TrainRecipe chosen = recipe.recipe(kind.recipe());
    Optional<WorkerPlace> place = place(context);
    int together = place.map(WorkerPlace::world).orElse(PaceOptions.workers(workers));
    int here =
        place.isPresent() || !pace.cluster().isHere()
            ? WorkerPlace.onThisMachine(context.environment())
            : together;
    TrainingOptions options = options(chosen, kind, together, here);
    if (findRate
        && (place.isPresent()
            || together > 1
            || pace.time().isPresent()
            || pace.cluster().isChosen())) {
      throw new UsageException(
          "--find-rate takes one process and some minutes: no --workers, no --on, no --for");
    }
    if (pace.cuda()) { // before anything is made
      Launch.requireAlone(place.isPresent() || together > 1 || pace.cluster().isChosen());
      Launch.useCuda();
    }
    Torch.load();
    boolean begins = place.map(WorkerPlace::isFirst).orElse(true);
    TrainingRun training;
    Optional<Model> made = Optional.empty();
    try (Stopping _ = Stopping.atOnce(context.console())) {
      training = Sources.read(task, places, chosen, options, recipe.seed(), context);
      if (!training.isValidated()) {
        throw new UsageException(
            "no pictures to validate by: give --validation a share such as 0.1");
      }
      if (begins) {
        made = Optional.of(named(start.of(training)));
      }
    }
    if (made.isEmpty()) {
      return new Launch(context, pace).join(to, training);
    }
    Model first = made.get();
    requireFrozen(first);
    training.notices().forEach(context.console()::notice);
    if (findRate) {
      return RateSearch.run(context, training, first, to);
    }
    new NewRun(task, places, training, first, together).write(to);
    context.console().notice(chosen.words());
    return new Launch(context, pace).begin(to, training);
  }

  private Model named(Model model) {
    ModelCard card = model.card();
    ModelCard named = title.isPresent() ? card.withTitle(title.get()) : card;
    return model.withCard(
        licence.isPresent() ? named.withOrigin(named.origin(), licence.get()) : named);
  }

  private void requireFrozen(Model first) {
    try {
      if (!freeze.isEmpty()) {
        FrozenLayers.upTo(freeze, first.graph());
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--freeze: " + e.getMessage());
    }
  }

  /** Where a cluster has put this process. */
  private Optional<WorkerPlace> place(CommandContext context) {
    Optional<WorkerPlace> place = WorkerPlace.of(context.environment(), pace.timeout());
    boolean starts = workers > 1 || pace.cluster().isChosen();
    if (place.isPresent() && starts) {
      throw new UsageException(
          (workers > 1 ? "--workers" : "--on")
              + " starts processes, but RANK says that this is one of a cluster's: leave it out,"
              + " or take RANK and WORLD_SIZE out of the environment");
    }
    return place;
  }

  /**
   * What the task is told.
   *
   * @param together workers of the run
   * @param here those on this machine, which share its cores and memory
   */
  private TrainingOptions options(TrainRecipe chosen, Kind kind, int together, int here) {
    if (kind.integers().isPresent() && recipe.bfloat16()) {
      throw new UsageException("--precision bf16: --quantize computes in fp32 what it rounds");
    }
    try {
      chosen.share(together);
      return new TrainingOptions(
          recipe.norm(),
          !noFlip,
          freeze,
          syncNorm,
          kind.balanced(),
          recipe.bfloat16(),
          kind.integers(),
          validation,
          recipe.patience(),
          Math.max(1, Runtime.getRuntime().availableProcessors() / here),
          Runtime.getRuntime().maxMemory() / MEMORY_SHARE / here);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
