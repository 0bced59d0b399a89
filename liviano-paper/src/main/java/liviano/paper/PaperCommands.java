package liviano.paper;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;
import liviano.paper.figures.FigureCommand;
import liviano.paper.lab.LabCommand;
import liviano.paper.summary.SummaryCommand;
import liviano.paper.tables.TableCommand;

/** The verbs of the paper's student. */
public final class PaperCommands implements CommandProvider {
  /** For the service loader. */
  public PaperCommands() {}

  @Override
  public Group group() {
    return Group.STUDY;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(
        new SummaryCommand(context),
        new TableCommand(context),
        new FigureCommand(context),
        new LabCommand(context));
  }
}
