package liviano.cli;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Adds verbs to the command. Modules that bring their own (benchmarks, training, serving) implement
 * it and name the class in {@code META-INF/services/liviano.cli.CommandProvider}.
 */
public interface CommandProvider {
  /**
   * The verbs: objects annotated with {@link picocli.CommandLine.Command} whose {@code call}
   * returns an {@link ExitStatus}. Called at every start, so it must be cheap: engines and models
   * are opened in {@code call}.
   */
  List<Callable<Integer>> commands(CommandContext context);
}
