package liviano.spark.cli;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;

/** The verb that runs on Spark. */
public final class SparkCommands implements CommandProvider {
  /** For the service loader. */
  public SparkCommands() {}

  @Override
  public Group group() {
    return Group.RUN;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(new SparkCommand(context));
  }
}
