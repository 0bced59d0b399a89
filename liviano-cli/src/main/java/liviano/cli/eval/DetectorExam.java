package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.eval.CocoAnnotation;
import liviano.vision.eval.CocoCategory;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoDetection;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.CocoEvaluator;
import liviano.vision.eval.CocoImage;

/** Shows annotated pictures to a detector and compares what it finds. */
public final class DetectorExam {
  private final CommandContext context;
  private final List<CocoImage> evaluated = new ArrayList<>();
  private final StoredPictures pictures = new StoredPictures();

  public DetectorExam(CommandContext context) {
    this.context = context;
  }

  /**
   * Refuses annotations that a detector cannot be measured with.
   *
   * @param annotations the file, for messages
   * @param labels of the detector
   */
  public static void requireFitting(Path annotations, CocoDataSet truth, List<String> labels) {
    requireSomething(annotations, truth);
    requireKnown(annotations, truth, labels);
  }

  private static void requireSomething(Path annotations, CocoDataSet truth) {
    if (truth.images().isEmpty() || truth.annotations().isEmpty()) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: it lists no %s: nothing to measure",
              annotations,
              truth.images().isEmpty() ? "pictures" : "annotations"));
    }
  }

  /** Without this check, comparing one class with another's objects would look like a bad model. */
  private static void requireKnown(Path annotations, CocoDataSet truth, List<String> labels) {
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
            String.format(
                Locale.ROOT,
                "%s: category %d is '%s', but the model %s: give annotations of the model's classes",
                annotations,
                id,
                category.name(),
                there
                    ? String.format(Locale.ROOT, "calls it '%s'", labels.get(id))
                    : "has classes 1 to " + (labels.size() - 1)));
      }
    }
  }

  /**
   * Shows the pictures; those that cannot be read are reported and not counted.
   *
   * @param images the folder that the pictures are in
   * @param found takes what was found in all pictures, in their order
   * @return the exit status
   */
  public int run(
      ObjectDetector detector, CocoDataSet truth, Path images, List<CocoDetection> found) {
    Map<Input, CocoImage> imageOf = new IdentityHashMap<>();
    List<Input> inputs = new ArrayList<>();
    for (CocoImage image : truth.images()) {
      Path path = images.resolve(image.file());
      inputs.add(new Input.File(path.toString(), path));
      imageOf.put(inputs.getLast(), image);
    }
    int status =
        new Batch(context)
            .run(
                inputs,
                input -> detect(detector, input, imageOf.get(input)),
                (input, detections) -> {
                  CocoImage image = imageOf.get(input);
                  evaluated.add(image);
                  detections.forEach(detection -> found.add(toCoco(image, detection)));
                });
    pictures.report(context.console());
    return status;
  }

  /** How many pictures were looked at. */
  public int pictures() {
    return evaluated.size();
  }

  /** COCO's numbers for the pictures that were looked at. */
  public CocoEvaluation evaluation(CocoDataSet truth, List<CocoDetection> found) {
    return CocoEvaluator.evaluate(only(truth, evaluated), found);
  }

  private List<Detection> detect(ObjectDetector detector, Input input, CocoImage image)
      throws IOException {
    Picture picture = pictures.read(input);
    if (picture.width() != image.width() || picture.height() != image.height()) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s: %dx%d pixels, but the annotations are for %dx%d: another picture of that name",
              input.name(),
              picture.width(),
              picture.height(),
              image.width(),
              image.height()));
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
   * The truth for these pictures only: a picture that was not read must not count as one without
   * detections.
   */
  private static CocoDataSet only(CocoDataSet truth, List<CocoImage> images) {
    Set<Long> ids = images.stream().map(CocoImage::id).collect(Collectors.toSet());
    return new CocoDataSet(
        images,
        truth.annotations().stream().filter(one -> ids.contains(one.imageId())).toList(),
        truth.categories());
  }
}
