package liviano.train.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.Invocation;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.json.JsonString;
import liviano.train.run.EpochLine;
import liviano.train.run.EpochMetrics;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFiles;
import liviano.train.run.RunState;
import liviano.train.run.RunSummary;

/** Runs for people: in 80 columns. */
final class RunText {
  private static final int NETWORK_WIDTH = 22;
  private static final int LAST_ROWS = 5;

  private RunText() {}

  /** What to say where there is no run. */
  static List<String> none(Optional<Path> folder) {
    return List.of(
        Text.oneLine(
            String.format(
                Locale.ROOT,
                "No runs in %s.",
                folder.map(Path::toString).orElse("this folder, nor in a folder runs in it"))),
        Invocation.of("train classification --data FOLDER --to runs/NAME") + " begins one.");
  }

  /**
   * A table with a row a run. Names come last, because they may be long.
   *
   * @param folder that was given, without which the runs in it are named
   */
  static void list(List<RunSummary> runs, Optional<Path> folder, Console console, Instant now) {
    if (runs.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT);
    table.row("state", "task", "network", "epoch", "best", "age", "run");
    for (RunSummary run : runs) {
      table.row(
          Words.lower(run.state()),
          verb(run.config().task()),
          Text.fit(run.config().networkWords(), NETWORK_WIDTH),
          run.epochs() + "/" + run.config().epochs(),
          run.best().map(RunText::score).orElse("-"),
          age(Duration.between(run.changed(), now)),
          name(run.folder(), folder));
    }
    List<String> lines = table.lines(console.terminal().columns());
    console.line(console.styled(lines.getFirst(), Console.Style.FAINT));
    lines.stream().skip(1).forEach(console::line);
  }

  private static String name(Path run, Optional<Path> folder) {
    return folder
        .filter(above -> !above.equals(run))
        .map(above -> above.relativize(run))
        .orElse(run)
        .toString();
  }

  private static String score(EpochMetrics best) {
    return String.format(Locale.ROOT, "%.3f", best.score().orElseThrow());
  }

  /** The verb that uses such models, which is shorter than the task's name. */
  private static String verb(String task) {
    return switch (task) {
      case "classification" -> "classify";
      case "detection" -> "detect";
      case "segmentation" -> "segment";
      default -> task;
    };
  }

  /** The largest unit alone: {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 9 d}. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** Everything: what it was told, how it went, its files, how to go on. */
  static void show(RunSummary run, Console console, Instant now) {
    Table facts = new Table(Align.LEFT, Align.LEFT);
    facts.row("run", run.folder().toString());
    facts.row("state", state(run, now));
    configuration(facts, run.config());
    run.best()
        .ifPresent(
            best ->
                facts.row(
                    "best",
                    String.format(
                        Locale.ROOT,
                        "%s %.4f in epoch %d",
                        run.config().score(),
                        best.score().orElseThrow(),
                        best.epoch())));
    files(facts, new RunFiles(run.folder()));
    facts.lines(console.terminal().columns()).forEach(console::line);
    rows(run, console);
    console.line("");
    console.line(Text.oneLine(next(run)));
  }

  private static String state(RunSummary run, Instant now) {
    String since = age(Duration.between(run.changed(), now));
    String epochs = run.epochs() + " of " + Words.count(run.config().epochs(), "epoch");
    String state = Words.lower(run.state());
    if (run.state() == RunState.RUNNING) {
      return String.format(
          Locale.ROOT,
          "%s%s, %s; last written %s ago",
          state,
          run.process().isPresent() ? " (process " + run.process().getAsLong() + ")" : "",
          epochs,
          since);
    }
    String why =
        run.ending()
            .map(end -> end.why().isEmpty() ? Words.lower(end.how()) : end.why())
            .orElse("its process was killed, or the machine stopped");
    return String.format(Locale.ROOT, "%s %s ago after %s: %s", state, since, epochs, why);
  }

  private static void configuration(Table facts, RunConfig config) {
    facts.row("task", config.task());
    config.data().forEach((part, place) -> facts.row("data, " + part, place));
    facts.row("network", words(config.networkWords(), config.network().toJson()));
    String recipe =
        config
            .recipe()
            .find("name")
            .map(name -> name instanceof JsonString text ? text.value() : "")
            .orElse("");
    facts.row("recipe", words(recipe, config.recipe().toJson()));
    if (config.options().size() > 0) {
      facts.row("options", config.options().toJson());
    }
    facts.row("seed", String.valueOf(config.seed()));
    facts.row("workers", String.valueOf(config.workers()));
    String libtorch = config.madeBy().libtorch();
    facts.row(
        "begun with",
        "Liviano "
            + config.madeBy().liviano()
            + (libtorch.isEmpty() ? "" : ", libtorch " + libtorch)
            + "; "
            + config.madeBy().machine());
  }

  private static String words(String name, String otherwise) {
    return name.isEmpty() ? otherwise : name;
  }

  private static void files(Table facts, RunFiles files) {
    row(facts, "best model", files.bestModel());
    row(facts, "last model", files.lastModel());
    row(facts, "report", files.report());
    row(facts, "curves", files.curvesPng());
    row(facts, "figures", files.metrics());
  }

  private static void row(Table facts, String name, Path file) {
    if (Files.exists(file)) {
      facts.row(name, file.toString());
    }
  }

  private static void rows(RunSummary run, Console console) {
    if (run.rows().isEmpty()) {
      return;
    }
    EpochLine line = new EpochLine(run.config().epochs(), run.config().score());
    Optional<EpochMetrics> best = run.best();
    console.line("");
    console.line(console.styled(line.heading(), Console.Style.FAINT));
    run.rows().stream()
        .skip(Math.max(0, run.epochs() - LAST_ROWS))
        .forEach(
            row ->
                console.line(
                    line.of(row, line.left(row, Optional.empty()), best.equals(Optional.of(row)))));
  }

  private static String next(RunSummary run) {
    String resume = Invocation.of("train --resume " + run.folder());
    RunFiles files = new RunFiles(run.folder());
    String use =
        Files.exists(files.bestModel())
            ? Invocation.of(verb(run.config().task()) + " PICTURE --model " + files.bestModel())
                + " uses its best model."
            : "";
    return switch (run.state()) {
      case RUNNING -> use.isEmpty() ? "It has no model yet." : use;
      case FINISHED -> use;
      case STOPPED -> resume + " goes on with it.";
    };
  }
}
