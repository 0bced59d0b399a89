package liviano.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;
import liviano.cli.bench.BenchCommand;
import liviano.cli.eval.EvalCommand;
import liviano.cli.machine.DoctorCommand;
import liviano.cli.models.ConvertCommand;
import liviano.cli.models.ModelsCommand;
import liviano.cli.pictures.ClassifyCommand;
import liviano.cli.pictures.DetectCommand;
import liviano.cli.pictures.EmbedCommand;
import liviano.cli.pictures.ExplainCommand;
import liviano.cli.pictures.SegmentCommand;

/** The verbs that every installation has, in the order the help lists them. */
public final class StandardCommands implements CommandProvider {
  /** For the service loader. */
  public StandardCommands() {}

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(
        new ClassifyCommand(context),
        new DetectCommand(context),
        new SegmentCommand(context),
        new EmbedCommand(context),
        new ExplainCommand(context),
        new EvalCommand(context),
        new BenchCommand(context),
        new ConvertCommand(context),
        new ModelsCommand(context),
        new DoctorCommand(context),
        new CompletionCommand(context));
  }
}
