package liviano.spark.cli;

import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import picocli.CommandLine.Command;

/** Answers about many pictures on Apache Spark. */
@Command(
    name = "spark",
    sortOptions = false,
    synopsisSubcommandLabel = "TASK",
    subcommands = {
      ClassifyTable.class,
      DetectTable.class,
      SegmentTable.class,
      EmbedTable.class,
    },
    description = "Answer about many pictures on Apache Spark, as a table in Parquet.",
    footer = {
      "Programs for Spark use the same tasks as transformers and SQL functions: docs/spark.md."
    })
public final class SparkCommand implements Callable<Integer> {
  private final CommandContext context;

  /** The parent of the tasks. */
  public SparkCommand(CommandContext context) {
    this.context = context;
  }

  CommandContext context() {
    return context;
  }

  @Override
  public Integer call() {
    throw new UsageException("say what to do: classify, detect, segment or embed");
  }
}
