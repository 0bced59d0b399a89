package liviano.paper.tables;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.options.NetworkOptions;
import liviano.cli.output.Progress;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.engine.CompileOptions;
import liviano.paper.language.LanguageOption;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import liviano.zoo.Recipe;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a table of the paper: what it says, and what is counted here. */
@Command(
    name = "table",
    sortOptions = false,
    description =
        "Show a table of the paper: what was published, what we count, and why they differ.",
    footer = {
      "Tables, with their numbers in the paper, which name them too: block (1), architecture (2),"
          + " memory (3), classification (4), heads (5), detection (6), segmentation (7); history,"
          + " family (the 22 released checkpoints). The first three are about one MobileNetV2,"
          + " whose settings may be chosen. table list says what each shows.",
      "",
      "Parameters are counted with batch norm's scale and offset, unless the table says otherwise; "
          + "MAdds are the multiply-adds of convolutions and dense layers. A ratio is the counted "
          + "over the published.",
      "",
      "--measure runs each network here with random weights: one thread, three seconds or one run, "
          + "whichever is longer. --accuracy evaluates the installed models on DIR: ImageNet's "
          + "labels.csv and images, COCO's instances.json and images, or VOC's JPEGImages, "
          + "SegmentationClass and val.txt."
    })
public final class TableCommand implements Callable<Integer> {
  private static final String NETWORK = "mobilenet_v2";
  private static final String LIST = "list";
  private static final double SECONDS = 3;

  private final CommandContext context;

  @Parameters(
      paramLabel = "TABLE",
      arity = "0..1",
      description = "Which one, by its name or number; or list.")
  private Optional<String> name = Optional.empty();

  @Mixin private NetworkOptions settings;

  @Option(names = "--measure", description = "Time each network here.")
  private boolean measured;

  @Option(
      names = "--accuracy",
      paramLabel = "DIR",
      description = "Evaluate the installed models on the labelled pictures in DIR.")
  private Optional<Path> pictures = Optional.empty();

  @Mixin private LanguageOption language;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** At most one of them. */
  private static final class Form {
    @Option(names = "--markdown", description = "As Markdown.")
    private boolean markdown;

    @Option(names = "--csv", description = "As CSV, with plain numbers.")
    private boolean csv;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    TableFormat format() {
      if (markdown) {
        return TableFormat.MARKDOWN;
      }
      if (csv) {
        return TableFormat.CSV;
      }
      return json ? TableFormat.JSON : TableFormat.TEXT;
    }
  }

  public TableCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (name.filter(LIST::equals).isPresent()) {
      list();
      return ExitStatus.DONE;
    }
    PaperTable table = table();
    if (!table.takesSettings() && settings.anySet()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "table %s has its networks' settings: only %s take others",
              table.id(),
              configurable()));
    }
    Recipe recipe = settings.recipe(NETWORK);
    NetworkOptions.graph(recipe);
    CompileOptions compile = Kernels.options();
    Optional<Accuracies> accuracies = pictures.map(folder -> Accuracies.of(context, table, folder));
    try (Progress progress = new Progress(context.console(), passes(table))) {
      NetworkStopwatch stopwatch = new NetworkStopwatch(context, compile, SECONDS, progress);
      Trials trials =
          new Trials(
              measured ? Optional.of(stopwatch) : Optional.empty(),
              accuracies.map(Trials.Examiner.class::cast));
      make(table, recipe, compile, trials);
      accuracies.ifPresent(Accuracies::requireAny);
      return stopwatch.hasFailed() || accuracies.filter(Accuracies::hasFailed).isPresent()
          ? ExitStatus.FAILED
          : ExitStatus.DONE;
    }
  }

  private void list() {
    if (settings.anySet()
        || measured
        || pictures.isPresent()
        || form.format() != TableFormat.TEXT) {
      throw new UsageException("table list takes no options");
    }
    Table list = new Table(Align.LEFT, Align.RIGHT, Align.LEFT);
    for (PaperTable table : PaperTable.values()) {
      String number = table.number().isPresent() ? "" + table.number().getAsInt() : "";
      list.row(table.id(), number, phrases().of(table.content()));
    }
    list.lines(context.console().terminal().columns()).forEach(context.console()::line);
  }

  private Phrases phrases() {
    return language.phrases(context, Room.TABLES);
  }

  private PaperTable table() {
    try {
      return PaperTable.of(
          name.orElseThrow(() -> new UsageException("say which table: " + PaperTable.titles())));
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static String configurable() {
    return Stream.of(PaperTable.values())
        .filter(PaperTable::takesSettings)
        .map(PaperTable::id)
        .collect(Collectors.joining(", "));
  }

  private void make(PaperTable table, Recipe recipe, CompileOptions compile, Trials trials) {
    ResultTable made;
    try {
      made = table.make(recipe, compile, trials);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
    form.format().print(made, context.console(), phrases());
  }

  /** How often a network is timed. */
  private static int passes(PaperTable table) {
    int rows =
        table.rows().stream().mapToInt(row -> Math.max(1, row.passes().sides().size())).sum();
    return switch (table) {
      case MEMORY -> 5;
      case ARCHITECTURE, BLOCK -> 1;
      default -> rows;
    };
  }
}
