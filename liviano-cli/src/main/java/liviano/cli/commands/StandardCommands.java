package liviano.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;
import liviano.cli.lab.LabCommand;

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
        new SummaryCommand(context),
        new TableCommand(context),
        new FigureCommand(context),
        new LabCommand(context),
        new ConvertCommand(context),
        new ModelsCommand(context),
        new DoctorCommand(context),
        new CompletionCommand(context));
  }
}
