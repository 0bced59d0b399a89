package liviano.paper.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import liviano.cli.input.Inputs;
import liviano.cli.output.Words;
import picocli.CommandLine.Parameters;

/** The pictures that a network is watched on; those of the source tree if none are given. */
final class ExperimentPictures {
  private static final Path EXAMPLES = Path.of("examples");

  @Parameters(
      arity = "0..*",
      paramLabel = "PICTURE",
      description = "Files, folders or patterns; those in examples/ if not given.")
  private List<String> arguments = List.of();

  boolean areGiven() {
    return !arguments.isEmpty();
  }

  /**
   * The pictures.
   *
   * @throws UsageException if none are given and none are here
   */
  List<Input> expand(CommandContext context) {
    if (areGiven()) {
      return Inputs.expand(arguments, context.console().input());
    }
    if (!Files.isDirectory(EXAMPLES)) {
      throw new UsageException(
          "no pictures: give files or folders, since there is no examples/ here");
    }
    return Inputs.expand(List.of(EXAMPLES.toString()), context.console().input());
  }

  /**
   * @throws CommandException if nothing was measured
   */
  static void requireAny(int measured, int given) {
    if (measured == 0) {
      throw new CommandException(
          String.format(Locale.ROOT, "none of %s could be read", Words.count(given, "picture")));
    }
  }
}
