package liviano.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;
import liviano.cli.machine.DoctorCommand;
import liviano.cli.models.ConvertCommand;
import liviano.cli.models.ModelsCommand;
import liviano.cli.quantize.QuantizeCommand;

/** The verbs that look after models, the machine and the shell. */
public final class ManageCommands implements CommandProvider {
  /** For the service loader. */
  public ManageCommands() {}

  @Override
  public Group group() {
    return Group.MANAGE;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(
        new ConvertCommand(context),
        new QuantizeCommand(context),
        new ModelsCommand(context),
        new DoctorCommand(context),
        new CompletionCommand(context));
  }
}
