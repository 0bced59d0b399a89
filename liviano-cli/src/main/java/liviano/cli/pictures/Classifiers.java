package liviano.cli.pictures;

import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;

/** Classifiers as the verbs need them. */
public final class Classifiers {
  private Classifiers() {}

  /** Options with the kernels of this process. */
  public static ClassifierOptions options(Preprocessing preprocessing) {
    return options(ClassifierOptions.builder(), Kernels.options(), preprocessing);
  }

  /** These options with some kernels. */
  public static ClassifierOptions options(
      ClassifierOptions.Builder options, CompileOptions kernels, Preprocessing preprocessing) {
    return options.compile(kernels).preprocessing(preprocessing).build();
  }

  /**
   * A classifier.
   *
   * @param name of the model in error messages
   * @throws CommandException if the model is no classifier
   */
  public static ImageClassifier of(String name, Model model, ClassifierOptions options) {
    try {
      return ImageClassifier.of(model, options);
    } catch (IllegalArgumentException | LivianoException e) {
      throw CommandException.about(name, e);
    }
  }
}
