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

/** Trains a segmenter. */
@Command(
    name = Sources.SEGMENTATION,
    sortOptions = false,
    description = "Train a segmenter of the classes of PASCAL VOC, from a base.",
    footer = {
      "FOLDER holds JPEGImages, SegmentationClass and train.txt, as PASCAL VOC has them. The model "
          + "of the best epoch is RUN/best.safetensors, a segmenter like any other."
    })
final class SegmentationCommand implements Callable<Integer> {
  private static final int RESOLUTION = 513; // of the paper

  @ParentCommand private TrainCommand parent;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      required = true,
      description = "Pictures and masks.")
  private Path data;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      required = true,
      description = "The model to start from: a segmenter, or a classifier of the zoo.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description =
          "Height and width of the input, best a multiple of 16 plus 1; 513 if not given.")
  private Optional<Integer> resolution = Optional.empty();

  @Option(names = "--balanced", description = "Let rare classes count more.")
  private boolean balanced;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    return run.train(
        parent.context(),
        Sources.SEGMENTATION,
        Sources.places(data, Optional.empty(), base),
        new RunOptions.Kind(true, balanced, Optional.empty()),
        this::start);
  }

  private Model start(TrainingRun training) throws IOException {
    NamedModel loaded = ModelOption.load(base, "--base", parent.context(), StandardModel.SEGMENTER);
    return training.start(
        loaded.model(), resolution.orElse(RESOLUTION), parent.context().console()::notice);
  }
}
