package example.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.model.Model;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;

/** Says what is in a picture, or what is where in it: whichever the model answers. */
public final class Application {
  private Application() {}

  /** Takes a model file and a picture. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      fail(2, "usage: application MODEL PICTURE");
    }
    try {
      Model model = Model.load(Path.of(arguments[0]));
      Picture picture = Picture.read(Path.of(arguments[1]));
      answers(model, picture).forEach(System.out::println);
    } catch (LivianoException e) {
      // A file whose content is wrong; the message names the file and the place in it.
      fail(1, e.getMessage());
    } catch (IOException e) {
      fail(1, "cannot be read: " + e.getMessage());
    }
  }

  /** One line for each answer, the surest first. A server would make the task once and keep it. */
  private static List<String> answers(Model model, Picture picture) {
    return switch (model.card().task()) {
      case CLASSIFICATION -> {
        ClassifierOptions options = ClassifierOptions.builder().maxResults(3).build();
        ImageClassifier classifier = ImageClassifier.of(model, options);
        yield classifier.classify(picture).stream().map(Application::line).toList();
      }
      case DETECTION -> {
        DetectorOptions options = DetectorOptions.builder().scoreThreshold(0.6f).build();
        ObjectDetector detector = ObjectDetector.of(model, options);
        yield detector.detect(picture).stream().map(Application::line).toList();
      }
      case SEGMENTATION, OTHER ->
          throw new UnsupportedModelException(
              "'" + model.card().title() + "' neither classifies nor detects");
    };
  }

  private static String line(Category category) {
    return String.format(Locale.ROOT, "%.3f %s", category.score(), category.label());
  }

  private static String line(Detection detection) {
    Box box = detection.box();
    return String.format(
        Locale.ROOT,
        "%.3f %s at x %.0f, y %.0f, %.0f wide, %.0f high",
        detection.score(),
        detection.label(),
        box.x(),
        box.y(),
        box.width(),
        box.height());
  }

  private static void fail(int status, String message) {
    System.err.println(message);
    System.exit(status);
  }
}
