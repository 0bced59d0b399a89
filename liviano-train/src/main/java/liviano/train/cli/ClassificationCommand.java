package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import liviano.cli.UsageException;
import liviano.cli.Version;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.NetworkOptions;
import liviano.cli.options.StandardModel;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.train.data.ClassificationData;
import liviano.train.recipe.TrainRecipe;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFolder;
import liviano.train.tasks.ClassificationOptions;
import liviano.train.tasks.ClassificationRun;
import liviano.train.torch.Torch;
import liviano.zoo.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a classifier. */
@Command(
    name = "classification",
    sortOptions = false,
    description = "Train a classifier: from a base, or from scratch.",
    footer = {
      "FOLDER holds a folder for each class, with its pictures; or folders train, validation and "
          + "test above those. The model of the best epoch is RUN/best.safetensors, a classifier "
          + "like any other."
    })
final class ClassificationCommand implements Callable<Integer> {
  private static final int MEMORY_SHARE = 2;

  @ParentCommand private TrainCommand parent;

  @Option(
      names = "--data",
      paramLabel = "FOLDER|CSV",
      required = true,
      description = "The pictures, a folder for each class; or lines of path,label[,split].")
  private Path data;

  @Option(
      names = "--to",
      paramLabel = "RUN",
      required = true,
      description = "The folder of the run, which is made.")
  private Path to;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description = "The model to start from; without one, the network starts from scratch.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network to train from scratch; mobilenet_v2 if not given.")
  private Optional<String> network = Optional.empty();

  @Mixin private NetworkOptions settings;

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

  @Option(names = "--balanced", description = "Let pictures of rare classes count more.")
  private boolean balanced;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Processes that train together on this machine; 1 if not given.")
  private int workers = 1;

  @Mixin private PaceOptions pace;

  @Override
  public Integer call() throws IOException {
    if (base.isPresent() && network.isPresent()) {
      throw new UsageException("--base has a network of its own: leave out --network");
    }
    pace.check();
    TrainRecipe chosen = recipe.recipe(base.isPresent());
    ClassificationOptions options = options();
    Torch.load();
    ClassificationData pictures =
        ClassificationReading.read(data, options, recipe.seed(), parent.context());
    if (pictures.validation().isEmpty()) {
      throw new UsageException("no pictures to validate by: give --validation a share such as 0.1");
    }
    pictures.notices().forEach(parent.context().console()::notice);
    ClassificationRun run = new ClassificationRun(pictures, chosen, options, recipe.seed());
    Model start = start(run);
    try (RunFolder folder = RunFolder.create(to, config(chosen, options, start))) {
      start.save(folder.files().startModel());
    }
    parent.context().console().notice(chosen.words());
    return new Launch(parent.context(), pace).go(to);
  }

  private ClassificationOptions options() {
    try {
      long memory = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
      int threads = Runtime.getRuntime().availableProcessors();
      return new ClassificationOptions(
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

  private Model start(ClassificationRun run) throws IOException {
    if (base.isEmpty()) {
      Recipe chosen = settings.recipe(network.orElse("mobilenet_v2"));
      NetworkOptions.graph(chosen);
      return run.start(chosen);
    }
    NamedModel loaded =
        ModelOption.load(base, "--base", parent.context(), StandardModel.CLASSIFIER);
    return run.start(
        loaded.model(),
        settings.resolution().orElse(loaded.preprocessing().height()),
        parent.context().console()::notice);
  }

  private RunConfig config(TrainRecipe chosen, ClassificationOptions options, Model start)
      throws IOException {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    places.put("pictures", data.toAbsolutePath().normalize().toString());
    base.ifPresent(from -> places.put("base", from));
    return new RunConfig(
        "classification",
        places,
        network(start),
        chosen.toJson(),
        options.toJson(),
        "accuracy",
        chosen.epochs(),
        recipe.seed(),
        workers,
        new RunConfig.MadeBy(Version.number(), Torch.version(), Machines.words()));
  }

  private static JsonObject network(Model start) {
    JsonObject.Builder json = JsonObject.builder();
    start
        .recipe()
        .ifPresent(zoo -> json.put("architecture", zoo.architecture()).put("width", zoo.width()));
    return json.put("resolution", start.card().preprocessing().height())
        .put("classes", start.card().labels().size())
        .build();
  }
}
