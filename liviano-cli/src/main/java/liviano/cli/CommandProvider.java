package liviano.cli;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Adds verbs to the command. Modules that bring their own (the paper's, training, serving)
 * implement it and name the class in {@code META-INF/services/liviano.cli.CommandProvider}.
 *
 * <p>A provider is loaded only when no provider before it on the class path has the verb that was
 * asked for, or when all verbs are to be listed. So a verb must have a name that no other has.
 */
public interface CommandProvider {
  /** The parts of the help's list of verbs, in their order. */
  enum Group {
    /** Runs models: on pictures, on data sets, against the clock. */
    RUN,
    /** Explains networks: what the paper says of them, and experiments. */
    STUDY,
    /** Looks after models, the machine and the shell. */
    MANAGE
  }

  /** Where the help lists the verbs. */
  Group group();

  /**
   * The verbs, in the order in which the help lists them: objects annotated with {@link
   * picocli.CommandLine.Command} whose {@code call} returns an {@link ExitStatus}. Called for many
   * starts, so it must be cheap: engines and models are opened in {@code call}.
   */
  List<Callable<Integer>> commands(CommandContext context);

  /**
   * Verbs that stand under one of another provider, as experiments stand under {@code lab}; none if
   * not overridden. Called for a verb that has verbs under it, when it is asked for or all are to
   * be listed.
   *
   * @param verb which has verbs under it
   */
  default List<Callable<Integer>> under(String verb, CommandContext context) {
    return List.of();
  }
}
