package liviano.spark.cli;

import liviano.cli.options.StandardModel;
import liviano.spark.ImageSegmentation;
import picocli.CommandLine.Command;

/** Gives each pixel a class. */
@Command(
    name = "segment",
    sortOptions = false,
    description = "Give each pixel of each picture a class: masks as PNG, and areas.")
final class SegmentTable extends TableTask {
  SegmentTable() {}

  @Override
  StandardModel standard() {
    return StandardModel.SEGMENTER;
  }

  @Override
  ImageSegmentation transformer() {
    return new ImageSegmentation();
  }
}
