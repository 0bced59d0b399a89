package liviano.cli.commands;

import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script for the user's shell. */
@Command(
    name = "completion",
    aliases = "generate-completion",
    description = {
      "Print a completion script for bash and zsh.",
      "Try it with: source <(liviano completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var root = spec.root();
    context.console().writer().print(AutoComplete.bash(root.name(), root.commandLine()));
    return ExitStatus.DONE;
  }
}
