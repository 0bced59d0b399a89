package liviano.train.tasks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import liviano.model.Model;
import liviano.train.data.DetectionSource;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.CocoAnnotation;
import liviano.vision.eval.CocoCategory;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoDetection;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.CocoEvaluator;
import liviano.vision.eval.CocoImage;

/**
 * How good a detector is, found as in use and counted as COCO does. Missing a difficult object, or
 * finding it, is neither right nor wrong, as with COCO's crowds.
 */
final class FoundBoxes {
  /** Pictures that are in memory at a time. */
  private static final int TOGETHER = 16;

  private final ObjectDetector detector;
  private final List<String> labels;
  private final List<CocoImage> images = new ArrayList<>();
  private final List<CocoAnnotation> truth = new ArrayList<>();
  private final List<CocoDetection> found = new ArrayList<>();

  private FoundBoxes(Model model) {
    this.detector = ObjectDetector.of(model, DetectorOptions.evaluation());
    this.labels = detector.labels();
  }

  /**
   * Finds objects in all pictures of a source and compares them with its boxes.
   *
   * @param model whose classes are those of the source, after a background
   * @throws IOException if a picture cannot be read
   */
  static CocoEvaluation evaluate(Model model, DetectionSource source) throws IOException {
    FoundBoxes boxes = new FoundBoxes(model);
    for (int from = 0; from < source.size(); from += TOGETHER) {
      boxes.look(source, from, Math.min(source.size(), from + TOGETHER));
    }
    List<CocoCategory> categories = new ArrayList<>();
    for (int category = 1; category < boxes.labels.size(); category++) {
      categories.add(new CocoCategory(category, boxes.labels.get(category)));
    }
    return CocoEvaluator.evaluate(
        new CocoDataSet(boxes.images, boxes.truth, categories), boxes.found);
  }

  private void look(DetectionSource source, int from, int to) throws IOException {
    List<Picture> pictures = new ArrayList<>();
    for (int i = from; i < to; i++) {
      BoxPicture sample = source.picture(i);
      PictureReader reader = PictureReader.defaults();
      Picture picture = (sample.upright() ? reader : reader.asStored()).read(sample.file());
      pictures.add(picture);
      images.add(
          new CocoImage(
              i, sample.file().getFileName().toString(), picture.width(), picture.height()));
      sample.boxes().forEach(box -> truth.add(annotation(images.getLast(), box)));
    }
    List<List<Detection>> answers = detector.detect(pictures);
    for (int i = from; i < to; i++) {
      for (Detection one : answers.get(i - from)) {
        Box box = one.box();
        found.add(
            CocoDetection.ofFloats(
                i, one.categoryId(), box.x(), box.y(), box.width(), box.height(), one.score()));
      }
    }
  }

  private CocoAnnotation annotation(CocoImage image, TrueBox box) {
    double width = box.width() * image.width();
    double height = box.height() * image.height();
    return new CocoAnnotation(
        truth.size() + 1,
        image.id(),
        box.category() + 1,
        box.xmin() * image.width(),
        box.ymin() * image.height(),
        width,
        height,
        width * height,
        box.crowd() || box.difficult());
  }
}
