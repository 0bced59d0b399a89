package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.StandardModel;
import liviano.model.Model;
import liviano.train.tasks.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a detector. */
@Command(
    name = Sources.DETECTION,
    sortOptions = false,
    description = "Train a detector of your own classes, from a base.",
    footer = {
      "DATA is a JSON file as COCO has them; a folder as PASCAL VOC has it, with Annotations and "
          + "ImageSets; or a folder of YOLO, with its data.yaml. The model of the best epoch is "
          + "RUN/best.safetensors, a detector like any other."
    })
final class DetectionCommand implements Callable<Integer> {
  @ParentCommand private TrainCommand parent;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "The boxes, as COCO, PASCAL VOC or YOLO writes them.")
  private Path data;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description = "Where the pictures are, if the data does not say.")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      required = true,
      description = "The model to start from: a detector, or a classifier of the zoo.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the input; those of the base if not given.")
  private Optional<Integer> resolution = Optional.empty();

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    return run.train(
        parent.context(),
        Sources.DETECTION,
        Sources.places(data, images, base),
        new RunOptions.Kind(true, false, Optional.empty()),
        this::start);
  }

  private Model start(TrainingRun training) throws IOException {
    NamedModel loaded = ModelOption.load(base, "--base", parent.context(), StandardModel.DETECTOR);
    return training.start(
        loaded.model(),
        resolution.orElse(loaded.preprocessing().height()),
        parent.context().console()::notice);
  }
}
