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

  TrainRecipe recipe(boolean fromBase) {
    pace.check();
    return recipe.recipe(fromBase);
  }

  long seed() {
    return recipe.seed();
  }

  TrainingOptions training(boolean balanced) {
    try {
      long memory = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
      int threads = Runtime.getRuntime().availableProcessors();
      return new TrainingOptions(
          recipe.norm(),
          !noFlip,
          balanced,
          recipe.bfloat16(),
          validation,
          recipe.patience(),
          Math.max(1, threads / PaceOptions.workers(workers)),
          memory / workers);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** What a run must have before a model is made for it. */
  void requireValidation(TrainingRun run) {
    if (!run.isValidated()) {
      throw new UsageException("no pictures to validate by: give --validation a share such as 0.1");
    }
  }

  /**
   * Makes the run's folder, and trains.
   *
   * @param task its word on the command line
   * @param places of the data, by the part that they play
   */
  int begin(
      CommandContext context,
      String task,
      SequencedMap<String, String> places,
      TrainingRun run,
      TrainRecipe chosen,
      TrainingOptions options,
      Model start)
      throws IOException {
    run.notices().forEach(context.console()::notice);
    RunConfig config =
        new RunConfig(
            task,
            places,
            network(start, run),
            chosen.toJson(),
            options.toJson(),
            run.score(),
            chosen.epochs(),
            recipe.seed(),
            workers,
            new RunConfig.MadeBy(Version.number(), Torch.version(), Machines.words()));
    try (RunFolder folder = RunFolder.create(to, config)) {
      start.save(folder.files().startModel());
    }
    context.console().notice(chosen.words());
    return new Launch(context, pace).go(to);
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
