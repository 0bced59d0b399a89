package liviano.spark.cli;

import liviano.cli.UsageException;
import liviano.cli.options.StandardModel;
import liviano.spark.ImageClassification;
import liviano.vision.ClassifierOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Say what is in each picture. */
@Command(name = "classify", sortOptions = false, description = "Say what is in each picture.")
final class ClassifyTable extends TableTask {
  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description = "The most categories for a picture; ${DEFAULT-VALUE} if not given.")
  private int top = 5;

  @Option(
      names = {"--threshold", "--score-threshold"},
      paramLabel = "SCORE",
      description =
          "Leave out categories below this score, from 0 to 1; ${DEFAULT-VALUE} if not given.")
  private float threshold;

  ClassifyTable() {}

  @Override
  StandardModel standard() {
    return StandardModel.CLASSIFIER;
  }

  @Override
  ImageClassification transformer() {
    UsageException.check("--top", () -> ClassifierOptions.builder().maxResults(top));
    UsageException.check(
        "--threshold", () -> ClassifierOptions.builder().scoreThreshold(threshold));
    return new ImageClassification().setMaxResults(top).setScoreThreshold(threshold);
  }
}
