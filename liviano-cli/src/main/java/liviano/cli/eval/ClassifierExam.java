package liviano.cli.eval;

import java.nio.file.Path;
import java.util.List;
import liviano.cli.CommandContext;
import liviano.cli.input.Batch;
import liviano.cli.options.Pictures;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.eval.LabelledPicture;
import liviano.vision.eval.TopKAccuracy;

/** Shows labelled pictures to a classifier and counts its right answers. */
public final class ClassifierExam {
  /** So many answers to a picture are looked at. */
  public static final int TOP = 5;

  private final CommandContext context;
  private final TopKAccuracy accuracy = new TopKAccuracy(TOP);

  public ClassifierExam(CommandContext context) {
    this.context = context;
  }

  /** Takes the answers in the order of the pictures. */
  @FunctionalInterface
  public interface Answers {
    void take(LabelledPicture picture, List<Category> answer);
  }

  /**
   * Shows the pictures; those that cannot be read are reported and not counted.
   *
   * @param images the folder that the pictures are in
   * @return the exit status
   */
  public int run(
      ImageClassifier classifier, List<LabelledPicture> listed, Path images, Answers answers) {
    LabelledSet set = LabelledSet.of(images, listed, classifier.labels());
    return new Batch(context)
        .run(
            set.inputs(),
            input -> classifier.classify(Pictures.read(input)),
            (input, answer) -> {
              accuracy.add(answer, set.classOf(input));
              answers.take(set.picture(input), answer);
            });
  }

  public TopKAccuracy accuracy() {
    return accuracy;
  }

  /** How many classes the model has before the labels' class 0. */
  public static int background(List<String> labels) {
    return labels.getFirst().equalsIgnoreCase("background") || labels.size() == 1001 ? 1 : 0;
  }
}
