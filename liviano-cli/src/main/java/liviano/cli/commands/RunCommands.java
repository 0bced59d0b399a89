package liviano.cli.commands;

import java.util.List;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.CommandProvider;
import liviano.cli.bench.BenchCommand;
import liviano.cli.eval.EvalCommand;
import liviano.cli.pictures.ClassifyCommand;
import liviano.cli.pictures.DetectCommand;
import liviano.cli.pictures.EmbedCommand;
import liviano.cli.pictures.ExplainCommand;
import liviano.cli.pictures.RunCommand;
import liviano.cli.pictures.SegmentCommand;
import liviano.cli.serve.ServeCommand;
import liviano.cli.teach.SimilarCommand;
import liviano.cli.teach.TeachCommand;

/** The verbs that run models. */
public final class RunCommands implements CommandProvider {
  /** For the service loader. */
  public RunCommands() {}

  @Override
  public Group group() {
    return Group.RUN;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(
        new ClassifyCommand(context),
        new DetectCommand(context),
        new SegmentCommand(context),
        new EmbedCommand(context),
        new ExplainCommand(context),
        new RunCommand(context),
        new TeachCommand(context),
        new SimilarCommand(context),
        new EvalCommand(context),
        new ServeCommand(context),
        new BenchCommand(context));
  }
}
