package liviano.spark.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import liviano.cli.options.StandardModel;
import liviano.spark.PictureTransformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A task on Spark. */
abstract sealed class TableTask implements Callable<Integer>
    permits ClassifyTable, DetectTable, SegmentTable, EmbedTable {
  @ParentCommand private SparkCommand parent;
  @Mixin private TableOptions options;

  TableTask() {}

  /** The model that is taken where none is given. */
  abstract StandardModel standard();

  /** What answers, all set but for the model. */
  abstract PictureTransformer<?> transformer();

  /** The column of answers as the table has it. */
  Column answer(String name) {
    return functions.col(name);
  }

  @Override
  public final Integer call() throws IOException {
    return new TableRun(parent.context(), options, this).run();
  }
}
