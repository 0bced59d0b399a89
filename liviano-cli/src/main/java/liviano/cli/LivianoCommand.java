package liviano.cli;

import java.util.concurrent.Callable;
import liviano.cli.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: holds what all verbs share, and does nothing by itself. */
@Command(
    name = "liviano",
    description = "MobileNetV2 for the JVM: vision on the CPU, in pure Java.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false, // they would be looked for among all methods
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    commandListHeading = "%nCommands:%n",
    descriptionHeading = "%n",
    footerHeading = "%n")
final class LivianoCommand implements Callable<Integer> {
  /** Only the root shows it: {@code scope = INHERIT} would hand an annotation's footer down. */
  private static final String[] FOOTER = {
    "'liviano COMMAND --help' explains a command; 'liviano completion' prints the shell's.",
    "In a source tree './liviano test' runs the test suite, and './liviano install'",
    "puts the library into the local Maven repository.",
    "",
    "Exit status: 0 done, 1 some input failed, 2 wrong usage.",
    "Models are looked for in $LIVIANO_HOME, else ~/.cache/liviano."
  };

  private final Console console;

  @Mixin private final GlobalOptions options;

  @Spec private CommandSpec spec;

  LivianoCommand(Console console, GlobalOptions options) {
    this.console = console;
    this.options = options;
  }

  /** A line without a verb: the help, where a mistake is reported. */
  @Override
  public Integer call() {
    console.errorWriter().print(spec.commandLine().getUsageMessage(colours()));
    console.errorWriter().flush();
    return ExitStatus.USAGE;
  }

  private CommandLine.Help.Ansi colours() {
    return console.terminal().errorColour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  static void addFooter(CommandLine line) {
    line.getCommandSpec().usageMessage().footer(FOOTER);
  }
}
