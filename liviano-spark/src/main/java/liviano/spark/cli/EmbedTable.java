package liviano.spark.cli;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.when;

import liviano.cli.options.StandardModel;
import liviano.spark.ImageEmbedding;
import org.apache.spark.sql.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Turns pictures into vectors. */
@Command(
    name = "embed",
    sortOptions = false,
    description = "Turn each picture into a vector, an array of floats.")
final class EmbedTable extends TableTask {
  @Option(names = "--unit-length", description = "Scale every vector to length 1.")
  private boolean unitLength;

  EmbedTable() {}

  @Override
  StandardModel standard() {
    return StandardModel.EMBEDDER;
  }

  @Override
  ImageEmbedding transformer() {
    return new ImageEmbedding().setUnitLength(unitLength);
  }

  /** Programs other than Spark know arrays; Spark makes none of a vector that is null. */
  @Override
  Column answer(String name) {
    Column vector = super.answer(name);
    return when(vector.isNotNull(), vector_to_array(vector, "float32")).as(name);
  }
}
