package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.StandardModel;
import liviano.cli.options.TargetFile;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.cli.pictures.Detectors;
import liviano.json.JsonObject;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoDetection;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.CocoResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures COCO's twelve numbers of a detector. */
@Command(
    name = "detection",
    sortOptions = false,
    description = "Measure the average precision and recall of a detector, as COCO defines them.",
    footer = {
      "ANNOTATIONS is COCO's instances.json, or a file of that form whose category ids are the "
          + "model's classes. The hundred best detections of a picture count, however low their "
          + "scores. A number is -1 in JSON, and none in the table, where there is nothing of that "
          + "kind to find. Boxes are in the frame of the pixels as stored: an Exif orientation is "
          + "ignored.",
      "",
      "The predictions are in COCO's results format. Pictures that cannot be read are reported and "
          + "not counted, and the exit status is 1."
    })
final class EvalDetectionCommand implements Callable<Integer> {
  @ParentCommand private EvalCommand eval;
  @Mixin private ModelOption model;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the pictures are.")
  private Path images;

  @Option(
      names = "--annotations",
      paramLabel = "ANNOTATIONS",
      required = true,
      description = "Which objects they show, and where: a JSON file.")
  private Path annotations;

  @Option(
      names = "--predictions",
      paramLabel = "JSON",
      description = "Write what was found to this file.")
  private Optional<Path> predictions = Optional.empty();

  @Mixin private PrecisionOption precision;
  @Mixin private JsonOption json;

  /** For picocli, which fills the fields. */
  EvalDetectionCommand() {}

  @Override
  public Integer call() throws IOException {
    EvalCommand.requireFolder(images);
    ObjectDetector detector = detector(model.load(eval.context(), StandardModel.DETECTOR));
    CocoDataSet truth = CocoDataSet.read(annotations, eval.context().console()::notice);
    DetectorExam.requireFitting(annotations, truth, detector.labels());
    if (predictions.isEmpty()) {
      return run(truth, detector, new ArrayList<>());
    }
    TargetFile.requirePredictions(
        predictions.get(),
        annotations,
        "annotations",
        truth.images().stream().map(image -> images.resolve(image.file())));
    List<CocoDetection> found = new ArrayList<>();
    int status = run(truth, detector, found);
    CocoResults.write(predictions.get(), found);
    return status;
  }

  private ObjectDetector detector(NamedModel loaded) {
    DetectorOptions options =
        DetectorOptions.evaluation().toBuilder().compile(precision.options()).build();
    return Detectors.of(loaded.name(), loaded.model(), options);
  }

  /**
   * @param found takes what was found in all pictures, in their order
   */
  private int run(CocoDataSet truth, ObjectDetector detector, List<CocoDetection> found) {
    DetectorExam exam = new DetectorExam(eval.context());
    long start = System.nanoTime();
    int status = exam.run(detector, truth, images, found);
    double seconds = (System.nanoTime() - start) * 1e-9;
    eval.requireAny(exam.pictures(), truth.images().size());
    report(exam.evaluation(truth, found), exam.pictures() / seconds);
    return status;
  }

  private void report(CocoEvaluation evaluation, double rate) {
    Console console = eval.context().console();
    if (json.isSet()) {
      console.json(toJson(evaluation).toPrettyJson());
      return;
    }
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.LEFT);
    evaluation
        .metrics()
        .forEach(
            (name, value) ->
                table.row(name, value < 0 ? "none" : Score.percent(value), meaning(name)));
    table.row(
        "Speed",
        String.format(Locale.ROOT, "%.1f/s", rate),
        String.format(
            Locale.ROOT, "%s, decoding and all", Words.count(evaluation.images(), "picture")));
    table.lines().forEach(console::line);
  }

  private static JsonObject toJson(CocoEvaluation evaluation) {
    JsonObject.Builder builder = JsonObject.builder().put("images", evaluation.images());
    evaluation.metrics().forEach(builder::put);
    return builder.build();
  }

  private static String meaning(String metric) {
    return switch (metric) {
      case "AP" -> "precision, over overlaps from 0.50 to 0.95";
      case "AP50" -> "at an overlap of 0.50";
      case "AP75" -> "at an overlap of 0.75";
      case "APsmall" -> "objects up to 32x32 pixels";
      case "APmedium" -> "up to 96x96 pixels";
      case "APlarge" -> "beyond";
      case "AR1" -> "recall, with 1 detection of a category in a picture";
      case "AR10" -> "with 10";
      case "AR100" -> "with 100";
      case "ARsmall" -> "objects up to 32x32 pixels";
      case "ARmedium" -> "up to 96x96 pixels";
      case "ARlarge" -> "beyond";
      default -> "";
    };
  }
}
