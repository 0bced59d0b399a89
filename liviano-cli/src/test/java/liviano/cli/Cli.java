package liviano.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import picocli.CommandLine;

/** Runs command lines within the test's process; each change gives another runner. */
public record Cli(Map<String, String> environment, byte[] input, Terminal terminal) {
  /** What a run left behind. */
  public record Outcome(int status, String out, String err) {}

  /** Streams that are pipes, and nothing in the environment. */
  public static Cli piped() {
    return new Cli(Map.of(), new byte[0], Terminal.none(StandardCharsets.UTF_8));
  }

  /** Streams that are terminals with colours. */
  public static Cli onTerminal() {
    return piped().with(new Terminal(true, true, true, 80, StandardCharsets.UTF_8));
  }

  public Cli with(Terminal other) {
    return new Cli(environment, input, other);
  }

  public Cli with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Cli(more, input, terminal);
  }

  public Cli withInput(byte[] bytes) {
    return new Cli(environment, bytes, terminal);
  }

  /**
   * Parses a command line as the command does, without running it.
   *
   * @throws picocli.CommandLine.ParameterException if it has an unknown verb or option, or a value
   *     of the wrong type
   */
  public void parse(String... arguments) {
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            terminal);
    Main.commandLine(new CommandContext(console, new GlobalOptions(), environment), arguments)
        .parseArgs(arguments);
  }

  /** The verbs that have an option, each in the words that call it. */
  public static List<String> verbsWith(String option) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());
    return below(Main.commandLine(context), "")
        .filter(verb -> verb.line().getCommandSpec().findOption(option) != null)
        .map(Verb::words)
        .toList();
  }

  private record Verb(String words, CommandLine line) {}

  private static Stream<Verb> below(CommandLine line, String words) {
    return line.getSubcommands().values().stream()
        .distinct()
        .map(verb -> new Verb((words + " " + verb.getCommandName()).strip(), verb))
        .flatMap(verb -> Stream.concat(Stream.of(verb), below(verb.line(), verb.words())));
  }

  public Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(new ByteArrayInputStream(input), out, err, terminal);
    int status = Main.run(console, environment, arguments);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
