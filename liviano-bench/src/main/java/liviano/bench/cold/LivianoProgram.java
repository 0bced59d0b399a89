package liviano.bench.cold;

import java.nio.file.Path;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;

/** A plain program on this library: prints the class of a picture. */
final class LivianoProgram {
  private LivianoProgram() {}

  /**
   * @param arguments model file and picture
   */
  public static void main(String[] arguments) throws Exception {
    Stage.done("start");
    Model model = Model.load(Path.of(arguments[0]));
    Stage.done("load");
    ImageClassifier classifier = ImageClassifier.of(model);
    Stage.done("compile");
    Picture picture = Picture.read(Path.of(arguments[1]));
    Stage.done("decode");
    Category best = classifier.classify(picture).getFirst();
    System.out.println(best.score() + " " + best.label());
    Stage.done("answer");
  }
}
