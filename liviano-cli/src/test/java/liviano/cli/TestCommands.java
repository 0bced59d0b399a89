package liviano.cli;

import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verbs that only tests have, brought in the way other modules bring theirs. */
public final class TestCommands implements CommandProvider {
  @Override
  public Group group() {
    return Group.MANAGE;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(new Fail(), new Say(context), new Log());
  }

  /** How {@link Fail} fails. */
  enum Failure {
    USAGE,
    COMMAND,
    FILE,
    INTERNAL,
    MEMORY,
    SETTING,
    SHORTER
  }

  @Command(name = "fail", hidden = true)
  static final class Fail implements Callable<Integer> {
    @Parameters private Failure failure;

    @Override
    public Integer call() throws Exception {
      if (failure == Failure.MEMORY) {
        throw new OutOfMemoryError("Java heap space");
      }
      if (failure == Failure.SHORTER) {
        throw new InternalError("a fault occurred in an unsafe memory access operation");
      }
      throw switch (failure) {
        case USAGE -> new UsageException("no model installed; get one with\nliviano models");
        case COMMAND -> new CommandException("labels.csv: line 3 has 1 column");
        case FILE -> new NoSuchFileException("/secret/path");
        case SETTING -> new IllegalArgumentException("-Dliviano.limits must be a whole number");
        case INTERNAL, MEMORY, SHORTER -> new IllegalStateException("step 7");
      };
    }
  }

  /** Prints a line again and again, and its options and arguments. */
  @Command(name = "say", hidden = true)
  static final class Say implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0")
    private int times;

    @Parameters(index = "1..*")
    private List<String> words = List.of();

    Say(CommandContext context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      for (int i = 0; i < times; i++) {
        context.console().line("a line of text");
      }
      context.console().line("debug " + context.options().debug());
      context.console().line("offline " + context.options().offline());
      words.forEach(context.console()::line);
      return ExitStatus.DONE;
    }
  }

  @Command(name = "log", hidden = true)
  static final class Log implements Callable<Integer> {
    @Override
    public Integer call() {
      System.Logger logger = System.getLogger("liviano.test");
      logger.log(Level.INFO, "for the curious");
      logger.log(Level.WARNING, "for everybody", new IllegalStateException("why"));
      return ExitStatus.DONE;
    }
  }
}
