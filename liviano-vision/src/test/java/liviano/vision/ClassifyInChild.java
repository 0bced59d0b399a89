package liviano.vision;

import java.nio.file.Path;
import liviano.model.Model;

/** Classifies pictures, for a JVM of its own: a line of the likeliest class's index each. */
final class ClassifyInChild {
  private ClassifyInChild() {}

  /**
   * @param arguments the model, then pictures
   */
  public static void main(String[] arguments) throws Exception {
    ImageClassifier classifier = ImageClassifier.of(Model.load(Path.of(arguments[0])));
    for (int i = 1; i < arguments.length; i++) {
      Category best = classifier.classify(Picture.read(Path.of(arguments[i]))).getFirst();
      System.out.println(best.index());
    }
  }
}
