package liviano.spark.cli;

import liviano.cli.UsageException;
import liviano.cli.options.StandardModel;
import liviano.spark.ObjectDetection;
import liviano.vision.DetectorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Find objects in each picture. */
@Command(name = "detect", sortOptions = false, description = "Find objects in each picture.")
final class DetectTable extends TableTask {
  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description = "The most objects for a picture; ${DEFAULT-VALUE} if not given.")
  private int top = 100;

  @Option(
      names = {"--threshold", "--score-threshold"},
      paramLabel = "SCORE",
      description =
          "Leave out objects below this score, from 0 to 1; ${DEFAULT-VALUE} if not given.")
  private float threshold = 0.5f;

  DetectTable() {}

  @Override
  StandardModel standard() {
    return StandardModel.DETECTOR;
  }

  @Override
  ObjectDetection transformer() {
    UsageException.check("--top", () -> DetectorOptions.builder().maxResults(top));
    UsageException.check("--threshold", () -> DetectorOptions.builder().scoreThreshold(threshold));
    return new ObjectDetection().setMaxResults(top).setScoreThreshold(threshold);
  }
}
