package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SequencedMap;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import liviano.cli.Version;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.train.recipe.TrainRecipe;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFolder;
import liviano.train.tasks.TrainingOptions;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;
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
      names = "--workers",
      paramLabel = "N",
      description = "Processes that train together on this machine; 1 if not given.")
  private int workers = 1;

  @Mixin private PaceOptions pace;

  /** Makes the model that a training starts from. */
  @FunctionalInterface
  interface Start {
    Model of(TrainingRun training) throws IOException;
  }

  /**
   * Reads the data, makes the first model and the run's folder, and trains.
   *
   * @param task its word on the command line
   * @param places of the data, by the part that they play
   * @param fromBase whether there is a base, which the recipe depends on where none is named
   * @param balanced whether rare classes count more
   */
  int train(
      CommandContext context,
      String task,
      SequencedMap<String, String> places,
      boolean fromBase,
      boolean balanced,
      Start start)
      throws IOException {
    pace.check();
    TrainRecipe chosen = recipe.recipe(fromBase);
    TrainingOptions options = options(chosen, balanced);
    Torch.load();
    TrainingRun training;
    Model first;
    try (Stopping _ = Stopping.atOnce()) {
      training = Sources.read(task, places, chosen, options, recipe.seed(), context);
      if (!training.isValidated()) {
        throw new UsageException(
            "no pictures to validate by: give --validation a share such as 0.1");
      }
      first = start.of(training);
    }
    training.notices().forEach(context.console()::notice);
    try (RunFolder folder =
        RunFolder.create(to, config(task, places, training, chosen, options, first))) {
      first.save(folder.files().startModel());
    }
    context.console().notice(chosen.words());
    return new Launch(context, pace).begin(to, training);
  }

  private TrainingOptions options(TrainRecipe chosen, boolean balanced) {
    try {
      chosen.share(PaceOptions.workers(workers));
      return new TrainingOptions(
          recipe.norm(),
          !noFlip,
          balanced,
          recipe.bfloat16(),
          validation,
          recipe.patience(),
          Math.max(1, Runtime.getRuntime().availableProcessors() / workers),
          Runtime.getRuntime().maxMemory() / MEMORY_SHARE / workers);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private RunConfig config(
      String task,
      SequencedMap<String, String> places,
      TrainingRun training,
      TrainRecipe chosen,
      TrainingOptions options,
      Model first)
      throws IOException {
    return new RunConfig(
        task,
        places,
        network(first, training),
        chosen.toJson(),
        options.toJson(),
        training.score(),
        chosen.epochs(),
        recipe.seed(),
        workers,
        new RunConfig.MadeBy(Version.number(), Torch.version(), Machines.words()));
  }

  private static JsonObject network(Model start, TrainingRun run) {
    JsonObject.Builder json = JsonObject.builder();
    start
        .recipe()
        .ifPresent(zoo -> json.put("architecture", zoo.architecture()).put("width", zoo.width()));
    return json.put("resolution", start.card().preprocessing().height())
        .put("classes", run.classes().size())
        .build();
  }
}
