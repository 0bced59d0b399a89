package liviano.train.cli;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;

/** The verb that trains, and the experiment that does. */
public final class TrainCommands implements CommandProvider {
  /** For the service loader. */
  public TrainCommands() {}

  @Override
  public Group group() {
    return Group.RUN;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(new TrainCommand(context));
  }

  @Override
  public List<Callable<Integer>> under(String verb, CommandContext context) {
    return verb.equals("lab") ? List.of(new AblationCommand(context)) : List.of();
  }
}
