package liviano.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.output.Console;
import liviano.cli.output.OutputClosedException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The {@code liviano} command. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its {@link ExitStatus}. */
  public static void main(String[] arguments) {
    LogSettings.install(List.of(arguments).contains("--debug"));
    Console console = Console.ofProcess();
    Stages.done("start", console);
    System.exit(run(console, System.getenv(), arguments));
  }

  /**
   * Runs one command line within this process.
   *
   * @return the {@link ExitStatus}
   */
  public static int run(Console console, Map<String, String> environment, String... arguments) {
    CommandContext context = new CommandContext(console, new GlobalOptions(), environment);
    try {
      if (Verbs.asksForVersion(arguments)) {
        console.line(Version.line()); // without describing any command
        console.flush();
        return ExitStatus.DONE;
      }
      Optional<String> help =
          Verbs.asksForHelp(arguments) ? PreparedHelp.find(console.terminal()) : Optional.empty();
      if (help.isPresent()) {
        console.text(help.get());
        console.flush();
        return ExitStatus.DONE;
      }
      int status =
          prepared(context, arguments)
              .orElseGet(() -> commandLine(context, arguments))
              .execute(arguments);
      console.flush();
      return status;
    } catch (OutputClosedException e) {
      return closed(context, e);
    } catch (RuntimeException | Error e) {
      context.report("", e);
      return ExitStatus.FAILED;
    }
  }

  /** The root command with the verbs that the words need. It parses lines and keeps no state. */
  static CommandLine commandLine(CommandContext context, String... words) {
    Console console = context.console();
    CommandLine line = new CommandLine(new LivianoCommand(console, context.options()));
    Verbs verbs = new Verbs(context);
    for (Callable<Integer> verb : verbs.of(words)) {
      line.addSubcommand(
          Verbs.asksForHelp(words) ? Verbs.listed(verb) : described(verb, verbs.under(verb)));
    }
    LivianoCommand.addFooter(line); // last, because verbs inherit what the root has when they come
    return rules(line)
        .setUsageHelpWidth(console.terminal().helpColumns())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.terminal().colour() ? Ansi.ON : Ansi.OFF))
        .setOut(console.writer())
        .setErr(console.errorWriter())
        .setParameterExceptionHandler((e, given) -> misused(console, e, given))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(context, e));
  }

  /** The same for a verb that was prepared; what it does not take is left to the other. */
  static Optional<CommandLine> prepared(CommandContext context, String... words) {
    return PreparedVerbs.find(context, new Verbs(context), words)
        .map(
            line ->
                rules(line)
                    .setParameterExceptionHandler(
                        (_, _) -> commandLine(context, words).execute(words))
                    .setExecutionExceptionHandler((e, _, _) -> failed(context, e)));
  }

  /** What holds for every line. */
  private static CommandLine rules(CommandLine line) {
    return line.setExpandAtFiles(false) // a picture may be called @cat.jpg
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static CommandLine described(Callable<Integer> verb, List<Callable<Integer>> under) {
    CommandLine line = new CommandLine(verb);
    under.forEach(line::addSubcommand);
    return line;
  }

  private static int misused(Console console, ParameterException e, String... words) {
    console.error(Mistake.of(e, words));
    return ExitStatus.USAGE;
  }

  private static int failed(CommandContext context, Exception e) {
    if (e instanceof OutputClosedException closed) {
      return closed(context, closed);
    }
    context.report("", e);
    return e instanceof UsageException ? ExitStatus.USAGE : ExitStatus.FAILED;
  }

  /** A closed pipe ({@code | head}) is not a failure; a full disk is. */
  private static int closed(CommandContext context, OutputClosedException e) {
    if (e.isBrokenPipe()) {
      return ExitStatus.DONE;
    }
    context.report("standard output", e.getCause());
    return ExitStatus.FAILED;
  }
}
