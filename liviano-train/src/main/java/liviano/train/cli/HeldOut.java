package liviano.train.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import liviano.cli.output.Console;
import liviano.cli.output.Progress;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.eval.Example;

/**
 * What a trained classifier, as it will be used, takes pictures for that it was not trained on.
 *
 * @param mistakes the surest of it first
 */
record HeldOut(ConfusionMatrix confusion, List<Mistake> mistakes) {

  /**
   * A picture taken for something else.
   *
   * @param answer what it was taken for
   */
  record Mistake(Example picture, Category answer) {}

  /** Asks about each of the pictures. */
  static HeldOut ask(Model model, List<Example> pictures, Console console) throws IOException {
    ImageClassifier classifier =
        ImageClassifier.of(model, ClassifierOptions.builder().maxResults(1).build());
    List<String> labels = model.card().labels();
    ConfusionMatrix confusion = new ConfusionMatrix(labels);
    List<Mistake> mistakes = new ArrayList<>();
    try (Progress progress = new Progress(console, pictures.size())) {
      for (Example example : pictures) {
        Picture picture = PictureReader.defaults().read(example.source().bytes(), example.name());
        Category answer = classifier.classify(picture).getFirst();
        int truth = labels.indexOf(example.label());
        confusion.add(truth, answer.index());
        if (truth != answer.index()) {
          mistakes.add(new Mistake(example, answer));
        }
        progress.advance(example.name());
      }
    }
    mistakes.sort(Comparator.comparingDouble((Mistake one) -> one.answer().score()).reversed());
    return new HeldOut(confusion, mistakes);
  }

  /** Share of right answers, from 0 to 1. */
  double accuracy() {
    return confusion.accuracy().share();
  }
}
