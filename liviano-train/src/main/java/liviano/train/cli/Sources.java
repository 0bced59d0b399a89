package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.json.JsonException;
import liviano.model.Labels;
import liviano.train.data.ClassificationData;
import liviano.train.data.DetectionData;
import liviano.train.data.ReadablePictures;
import liviano.train.data.SegmentationData;
import liviano.train.data.boxes.BoxData;
import liviano.train.recipe.TrainRecipe;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFiles;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.DetectionRun;
import liviano.train.tasks.SegmentationRun;
import liviano.train.tasks.TrainingOptions;
import liviano.train.tasks.TrainingRun;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Examples;
import liviano.vision.eval.ExamplesCsv;

/** The data of a run from where it is said to be, the same each time that it goes on. */
final class Sources {
  static final String CLASSIFICATION = "classification";
  static final String DETECTION = "detection";
  static final String SEGMENTATION = "segmentation";

  private static final String DATA = "data";
  private static final String IMAGES = "images";
  private static final String BASE = "base";

  private Sources() {}

  /** Whole paths, so that a run goes on from any folder. */
  static SequencedMap<String, String> places(
      Path data, Optional<Path> images, Optional<String> base) {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    places.put(DATA, whole(data));
    images.ifPresent(folder -> places.put(IMAGES, whole(folder)));
    base.ifPresent(model -> places.put(BASE, model));
    return places;
  }

  private static String whole(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /** The training of a run's configuration. */
  static TrainingRun of(Path run, RunConfig config, CommandContext context) throws IOException {
    TrainRecipe recipe;
    TrainingOptions options;
    try {
      recipe = TrainRecipe.of(config.recipe());
      options = TrainingOptions.of(config.options());
    } catch (JsonException e) {
      throw CommandException.about(new RunFiles(run).config().toString(), e);
    }
    return read(config.task(), config.data(), recipe, options, config.seed(), context);
  }

  static TrainingRun read(
      String task,
      Map<String, String> places,
      TrainRecipe recipe,
      TrainingOptions options,
      long seed,
      CommandContext context)
      throws IOException {
    Path data = Path.of(places.getOrDefault(DATA, ""));
    if (Files.notExists(data)) {
      throw new CommandException(data + ": no such folder or file");
    }
    Optional<Path> images = Optional.ofNullable(places.get(IMAGES)).map(Path::of);
    return switch (task) {
      case CLASSIFICATION ->
          new ClassificationRun(pictures(data, options, seed, context), recipe, options, seed);
      case DETECTION ->
          new DetectionRun(
              DetectionData.of(BoxData.read(data, images), options.validation(), seed),
              recipe,
              options,
              seed);
      case SEGMENTATION ->
          new SegmentationRun(
              SegmentationData.read(data, options.validation(), seed),
              Labels.pascalVoc(),
              recipe,
              options,
              seed);
      default -> throw new CommandException("there is no training of " + task + " here");
    };
  }

  /** Those that are no pictures are left out and noticed. */
  private static ClassificationData pictures(
      Path data, TrainingOptions options, long seed, CommandContext context) throws IOException {
    Examples examples =
        Files.isDirectory(data)
            ? ClassFolders.read(data)
            : ExamplesCsv.read(data, data.toAbsolutePath().getParent());
    context.console().status("looking at the pictures");
    Examples readable = ReadablePictures.of(examples, options.threads());
    context.console().status("");
    return ClassificationData.of(readable, options.validation(), seed);
  }
}
