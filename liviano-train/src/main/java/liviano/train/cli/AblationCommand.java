package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.JsonOption;
import liviano.cli.output.Words;
import liviano.files.NewFolders;
import liviano.model.Model;
import liviano.paper.language.LanguageOption;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import liviano.train.recipe.TrainRecipe;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFiles;
import liviano.train.run.RunState;
import liviano.train.run.RunSummary;
import liviano.train.run.TimeBudget;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.TrainingOptions;
import liviano.train.torch.Torch;
import liviano.vision.eval.Example;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Figure 6 by training: what linear bottlenecks and shortcuts are worth. */
@Command(
    name = "ablation",
    sortOptions = false,
    description = "Train the networks of figure 6 and compare them.",
    footer = {
      "The paper's section 6.4, small: MobileNetV2 as it is, with ReLU6 in its bottlenecks, with "
          + "shortcuts between the expansions, and with none, each from scratch and for several "
          + "seeds. Every one is a run in FOLDER, which train show tells about; the same command "
          + "again goes on where it was stopped. The accuracy is that of the last epoch's model, "
          + "on the pictures of validation and test together.",
      "",
      "Example:",
      "  liviano lab ablation --data PICTURES --to figure6 --for 1h"
    })
final class AblationCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 100;

  private final CommandContext context;

  @Option(
      names = "--data",
      paramLabel = "FOLDER|CSV",
      required = true,
      description = "The pictures, as train classification takes them.")
  private Path data;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the runs are, and then table and pictures.")
  private Path to;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Runs of each network; ${DEFAULT-VALUE} if not given.")
  private int seeds = 3;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of each run; ${DEFAULT-VALUE} if not given.")
  private int epochs = 40;

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Width multiplier; ${DEFAULT-VALUE} if not given.")
  private double width = 0.35;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the input; ${DEFAULT-VALUE} if not given.")
  private int resolution = 96;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Stop after a time such as 30m or 2h; the same command goes on.")
  private Optional<String> time = Optional.empty();

  @Mixin private LanguageOption language;

  @Mixin private JsonOption json;

  AblationCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    long began = System.nanoTime();
    Optional<TimeBudget> budget = PaceOptions.budget(time);
    TrainRecipe recipe = recipe();
    if (seeds < 1 || seeds > MOST_SEEDS) {
      throw new UsageException("--seeds: from 1 to " + MOST_SEEDS + ", not " + seeds);
    }
    List<Recipe> networks = new ArrayList<>();
    for (AblationForm form : AblationForm.values()) {
      networks.add(network(form));
    }
    Torch.load();
    SequencedMap<String, String> places = Sources.places(data, Optional.empty(), Optional.empty());
    List<ClassificationRun> trainings = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      trainings.add(read(places, recipe, seed));
    }
    trainings.getFirst().notices().forEach(context.console()::notice);
    NewFolders.make(to);
    for (ClassificationRun training : trainings) {
      for (AblationForm form : AblationForm.values()) {
        Optional<Duration> left =
            budget.map(whole -> whole.left(Duration.ofNanos(System.nanoTime() - began)));
        if (!trained(form, training, networks.get(form.ordinal()), places, left)) {
          return stopped();
        }
      }
    }
    Phrases phrases = language.phrases(context, Room.LAB);
    AblationAnswer answer = answer(trainings);
    answer.write(to, phrases);
    answer.print(context.console(), json.isSet(), phrases);
    return ExitStatus.DONE;
  }

  private TrainRecipe recipe() {
    try {
      return TrainRecipe.SMALL.withEpochs(epochs);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--epochs: " + e.getMessage());
    }
  }

  private Recipe network(AblationForm form) {
    try {
      Recipe network =
          Zoo.architecture("mobilenet_v2")
              .defaults(form.variant())
              .withWidth(width)
              .withResolution(resolution);
      Zoo.graph(network);
      return network;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private ClassificationRun read(SequencedMap<String, String> places, TrainRecipe recipe, long seed)
      throws IOException {
    TrainingOptions options =
        TrainingOptions.usual(
            Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() / 2);
    try (Stopping _ = Stopping.atOnce(context.console())) {
      ClassificationRun training =
          (ClassificationRun)
              Sources.read(Sources.CLASSIFICATION, places, recipe, options, seed, context);
      if (!training.isValidated()) {
        throw new CommandException(data + ": too few pictures to keep some apart for validation");
      }
      return training;
    }
  }

  private Path run(AblationForm form, long seed) {
    return to.resolve(form.key() + "-" + seed);
  }

  /**
   * Whether the run is finished now.
   *
   * @param left of the time that there is; empty where it is not bounded
   */
  private boolean trained(
      AblationForm form,
      ClassificationRun training,
      Recipe network,
      SequencedMap<String, String> places,
      Optional<Duration> left)
      throws IOException {
    Path run = run(form, training.seed());
    NewRun fresh = new NewRun(Sources.CLASSIFICATION, places, training, training.start(network), 1);
    boolean begun = Files.exists(new RunFiles(run).config());
    if (begun) {
      RunSummary summary = RunSummary.read(run);
      requireSame(summary.config(), fresh.config());
      if (summary.state() == RunState.FINISHED) {
        return true;
      }
    }
    if (left.isPresent() && !left.get().isPositive()) {
      return false;
    }
    if (!begun) {
      fresh.write(run);
    }
    context
        .console()
        .notice(String.format(Locale.ROOT, "%s, seed %d: %s", form.words(), training.seed(), run));
    Optional<TimeBudget> budget = left.map(TimeBudget::new);
    new Session(context, run, Optional.empty(), budget, false, Optional.of(training)).run();
    return RunSummary.read(run).state() == RunState.FINISHED;
  }

  /** A folder may hold runs that were told otherwise. */
  private void requireSame(RunConfig known, RunConfig wanted) {
    if (!known.recipe().equals(wanted.recipe())
        || !known.network().equals(wanted.network())
        || !known.data().equals(wanted.data())) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: holds runs of %s over %s on %s: give the same settings, or another folder",
              to,
              known.networkWords(),
              Words.count(known.epochs(), "epoch"),
              String.join(", ", known.data().values())));
    }
  }

  private int stopped() throws IOException {
    int done = 0;
    for (AblationForm form : AblationForm.values()) {
      for (int seed = 0; seed < seeds; seed++) {
        Path run = run(form, seed);
        done +=
            Files.exists(new RunFiles(run).config())
                    && RunSummary.read(run).state() == RunState.FINISHED
                ? 1
                : 0;
      }
    }
    context
        .console()
        .notice(
            String.format(
                Locale.ROOT,
                "%d of %d runs are finished; the same command goes on",
                done,
                AblationForm.values().length * seeds));
    return ExitStatus.DONE;
  }

  private AblationAnswer answer(List<ClassificationRun> trainings) throws IOException {
    List<List<Example>> heldOut = new ArrayList<>();
    for (ClassificationRun training : trainings) {
      List<Example> pictures = new ArrayList<>(training.data().validation());
      pictures.addAll(training.data().test());
      heldOut.add(pictures);
    }
    AblationAnswer answer =
        new AblationAnswer(width, resolution, epochs, seeds, heldOut.getFirst().size());
    for (AblationForm form : AblationForm.values()) {
      for (int seed = 0; seed < seeds; seed++) {
        RunFiles files = new RunFiles(run(form, seed));
        context.console().status("asking " + files.lastModel());
        Model model = Model.load(files.lastModel());
        answer.add(
            form,
            HeldOut.ask(model, heldOut.get(seed), context.console()).accuracy(),
            RunSummary.read(files.folder()).rows());
      }
    }
    return answer;
  }
}
