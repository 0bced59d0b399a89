package liviano.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.eval.CocoAnnotation;
import liviano.vision.eval.CocoCategory;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoDetection;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.CocoEvaluator;
import liviano.vision.eval.CocoImage;
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
          + "kind to find.",
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

  @Mixin private JsonOption json;

  /** For picocli, which fills the fields. */
  EvalDetectionCommand() {}

  @Override
  public Integer call() throws IOException {
    EvalCommand.requireFolder(images);
    ObjectDetector detector = detector(model.load(eval.context(), ModelOption.DEFAULT_DETECTOR));
    CocoDataSet truth = CocoDataSet.read(annotations);
    requireSomething(truth);
    requireKnown(truth, detector.labels());
    if (predictions.isEmpty()) {
      return run(truth, detector, new ArrayList<>());
    }
    try (PartialFile file =
        PartialFile.ofPredictions(predictions.get(), annotations, "annotations")) {
      List<CocoDetection> found = new ArrayList<>();
      int status = run(truth, detector, found);
      CocoResults.write(file.path(), found);
      file.finish();
      return status;
    }
  }

  private ObjectDetector detector(Model loaded) {
    DetectorOptions options = DetectorOptions.evaluation().withCompile(Kernels.options());
    return Detectors.of(model.name(ModelOption.DEFAULT_DETECTOR), loaded, options);
  }

  private void requireSomething(CocoDataSet truth) {
    if (truth.images().isEmpty() || truth.annotations().isEmpty()) {
      throw new CommandException(
          "%s: it lists no %s: nothing to measure"
              .formatted(annotations, truth.images().isEmpty() ? "pictures" : "annotations"));
    }
  }

  /** Numbers of one class against objects of another would look like numbers of a bad model. */
  private void requireKnown(CocoDataSet truth, List<String> labels) {
    boolean named = !labels.getFirst().equals("class 0");
    Set<Integer> used =
        truth.annotations().stream()
            .map(CocoAnnotation::categoryId)
            .collect(Collectors.toCollection(HashSet::new));
    for (CocoCategory category : truth.categories()) {
      int id = category.id();
      boolean there = id >= 1 && id < labels.size();
      if (used.contains(id)
          && !(there && (!named || labels.get(id).equalsIgnoreCase(category.name())))) {
        throw new CommandException(
            "%s: category %d is '%s', but the model %s: give annotations of the model's classes"
                .formatted(
                    annotations,
                    id,
                    category.name(),
                    there
                        ? "calls it '%s'".formatted(labels.get(id))
                        : "has classes 1 to " + (labels.size() - 1)));
      }
    }
  }

  /**
   * @param found takes what was found in all pictures, in their order
   */
  private int run(CocoDataSet truth, ObjectDetector detector, List<CocoDetection> found) {
    Map<Input, CocoImage> imageOf = new IdentityHashMap<>();
    List<Input> inputs = new ArrayList<>();
    for (CocoImage image : truth.images()) {
      Path path = images.resolve(image.file());
      inputs.add(new Input.File(path.toString(), path));
      imageOf.put(inputs.getLast(), image);
    }
    List<CocoImage> evaluated = new ArrayList<>();
    long start = System.nanoTime();
    int status =
        new Batch(eval.context())
            .run(
                inputs,
                input -> detect(detector, input, imageOf.get(input)),
                (input, detections) -> {
                  CocoImage image = imageOf.get(input);
                  evaluated.add(image);
                  detections.forEach(detection -> found.add(toCoco(image, detection)));
                });
    double seconds = (System.nanoTime() - start) * 1e-9;
    eval.requireAny(evaluated.size(), inputs.size());
    report(CocoEvaluator.evaluate(only(truth, evaluated), found), evaluated.size() / seconds);
    return status;
  }

  private static List<Detection> detect(ObjectDetector detector, Input input, CocoImage image)
      throws IOException {
    Picture picture = Pictures.read(input);
    if (picture.width() != image.width() || picture.height() != image.height()) {
      throw new CommandException(
          "%s: %dx%d pixels, but the annotations are for %dx%d: another picture of that name"
              .formatted(
                  input.name(), picture.width(), picture.height(), image.width(), image.height()));
    }
    return detector.detect(picture);
  }

  private static CocoDetection toCoco(CocoImage image, Detection detection) {
    Box box = detection.box();
    return CocoDetection.ofFloats(
        image.id(),
        detection.categoryId(),
        box.x(),
        box.y(),
        box.width(),
        box.height(),
        detection.score());
  }

  /**
   * What is known of these pictures alone: a picture that was not seen is not one without finds.
   */
  private static CocoDataSet only(CocoDataSet truth, List<CocoImage> images) {
    Set<Long> ids = images.stream().map(CocoImage::id).collect(Collectors.toSet());
    return new CocoDataSet(
        images,
        truth.annotations().stream().filter(one -> ids.contains(one.imageId())).toList(),
        truth.categories());
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
        "%s, decoding and all".formatted(Words.count(evaluation.images(), "picture")));
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
