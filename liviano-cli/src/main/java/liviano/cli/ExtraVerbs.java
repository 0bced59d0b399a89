package liviano.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Verbs whose modules are not on the path of every command, because of what they bring: the
 * launcher builds and fetches them when their verb is first used. The help lists them all the same.
 */
final class ExtraVerbs implements CommandProvider {

  @Override
  public Group group() {
    return Group.RUN;
  }

  @Override
  public List<Callable<Integer>> commands(CommandContext context) {
    return List.of(new Train(), new Spark());
  }

  @Override
  public List<Callable<Integer>> under(String verb, CommandContext context) {
    return verb.equals("lab") ? List.of(new Ablation()) : List.of();
  }

  private static CommandException absent(String verb, String library) {
    return new CommandException(
        verb
            + " is not in this copy of the command: ./liviano of a checkout builds it, and"
            + " fetches "
            + library
            + " for it, when it is first used");
  }

  /** Stands for the verb of the module {@code liviano-train}. */
  @Command(name = "train", description = "Train the paper's networks on your own pictures.")
  static final class Train implements Callable<Integer> {
    @Unmatched private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
      throw absent("train", "libtorch");
    }
  }

  /** Stands for the verb of the module {@code liviano-spark}. */
  @Command(
      name = "spark",
      description = "Answer about many pictures on Apache Spark, as a table in Parquet.")
  static final class Spark implements Callable<Integer> {
    @Unmatched private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
      throw absent("spark", "Spark");
    }
  }

  /** Stands for the experiment of training. */
  @Command(name = "ablation", description = "Train the networks of figure 6 and compare them.")
  static final class Ablation implements Callable<Integer> {
    @Unmatched private List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
      throw absent("lab ablation", "libtorch");
    }
  }
}
