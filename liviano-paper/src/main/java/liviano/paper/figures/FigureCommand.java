package liviano.paper.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.output.Progress;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.paper.language.LanguageOption;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.paper.tables.NetworkStopwatch;
import liviano.paper.tables.Timed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a figure of the paper. */
@Command(
    name = "figure",
    sortOptions = false,
    description = "Draw a figure of the paper from published, counted and measured numbers.",
    footer = {
      "mac-accuracy  figure 5: accuracy over multiply-adds of the 22 released checkpoints, and of "
          + "MobileNetV1, ShuffleNet and NASNet-A; with --measure over milliseconds here",
      "blocks        figures 2 to 4: how MobileNetV2's blocks came about, and their rivals",
      "history       published accuracy over counted multiply-adds and over depth, and both over"
          + " the years, from LeNet-5 to MobileNetV2",
      "memory        table 3: what has to be in memory at each resolution",
      "",
      "The paper's numbers name them too: 2, 3 and 4 are blocks, 5 is mac-accuracy. Its other "
          + "figures are experiments: lab manifold (1), lab ablation (6), lab activations (7). "
          + "figure list prints them all.",
      "",
      "Accuracies and multiply-adds of mac-accuracy are those that were published; a line joins the"
          + " resolutions of one width. --measure runs each network with random weights: one"
          + " thread, three seconds or one run, whichever is longer."
    })
public final class FigureCommand implements Callable<Integer> {
  private static final double SECONDS = 3;

  private final CommandContext context;

  @Parameters(
      paramLabel = "FIGURE",
      arity = "0..1",
      description = "mac-accuracy, blocks, history or memory; its number in the paper; or list.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it: a name that ends in .png or .svg.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--measure", description = "Time the networks here (mac-accuracy).")
  private boolean measured;

  @Mixin private LanguageOption language;

  public FigureCommand(CommandContext context) {
    this.context = context;
  }

  private enum Name {
    MAC_ACCURACY("accuracy over multiply-adds: family and rivals", 5),
    BLOCKS("how the blocks came about, and their rivals", 2, 3, 4),
    HISTORY("accuracy, depth and cost from LeNet-5 on"),
    MEMORY("what has to be in memory at each resolution (table 3)");

    /** Numbers of the paper that are experiments here. */
    private static final Map<String, String> EXPERIMENTS =
        new TreeMap<>(Map.of("1", "lab manifold", "6", "lab ablation", "7", "lab activations"));

    private final String content;
    private final List<String> numbers;

    Name(String content, int... numbers) {
      this.content = content;
      this.numbers = IntStream.of(numbers).mapToObj(Integer::toString).toList();
    }

    boolean isCalled(String name) {
      return name.equals(id()) || numbers.contains(name);
    }

    String title() {
      return numbers.isEmpty() ? id() : id() + " (" + String.join(", ", numbers) + ")";
    }

    static String titles() {
      return Stream.of(values()).map(Name::title).collect(Collectors.joining(", "));
    }

    String id() {
      return Words.lower(this).replace('_', '-');
    }
  }

  @Override
  public Integer call() throws IOException {
    if (name.filter("list"::equals).isPresent()) {
      list();
      return ExitStatus.DONE;
    }
    Name figure = figure();
    PictureFile file =
        PictureFile.at(
            out.orElseThrow(() -> new UsageException("say where to: --out FILE.png or FILE.svg")));
    if (measured && figure != Name.MAC_ACCURACY) {
      throw new UsageException(
          "--measure belongs to mac-accuracy: " + figure.id() + " has no times");
    }
    if (measured) {
      return drawMeasured(file);
    }
    UnaryOperator<String> words = phrases()::of;
    file.write(
        switch (figure) {
          case MAC_ACCURACY -> AccuracyFigure.overMultiplyAdds(words);
          case BLOCKS -> BlocksFigure.drawing(words);
          case HISTORY -> HistoryFigure.drawing(words);
          case MEMORY -> memory(words);
        });
    return ExitStatus.DONE;
  }

  private Phrases phrases() {
    return language.phrases(context, Room.FIGURES);
  }

  private Name figure() {
    String given = name.orElse("");
    if (Name.EXPERIMENTS.containsKey(given)) {
      throw new UsageException(
          "figure " + given + " is an experiment: " + Name.EXPERIMENTS.get(given));
    }
    return Stream.of(Name.values())
        .filter(figure -> figure.isCalled(given))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    (given.isEmpty()
                            ? "say which figure: "
                            : "unknown figure '" + given + "'; known are ")
                        + Name.titles()));
  }

  private void list() {
    if (measured || out.isPresent()) {
      throw new UsageException("figure list takes no options");
    }
    Table list = new Table(Align.LEFT, Align.LEFT, Align.LEFT);
    for (Name figure : Name.values()) {
      list.row(figure.id(), String.join(", ", figure.numbers), phrases().of(figure.content));
    }
    Name.EXPERIMENTS.forEach(
        (number, verb) -> list.row(verb, number, phrases().of("an experiment")));
    list.lines(context.console().terminal().columns()).forEach(context.console()::line);
  }

  private static Graphic memory(UnaryOperator<String> words) {
    try {
      return MemoryFigure.drawing(Kernels.options(), words);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int drawMeasured(PictureFile file) throws IOException {
    try (Progress progress = new Progress(context.console(), AccuracyFigure.networks())) {
      NetworkStopwatch watch = new NetworkStopwatch(context, Kernels.options(), SECONDS, progress);
      Graphic drawing =
          AccuracyFigure.overTime(
              recipe -> {
                Optional<Timed> timed = watch.time(recipe, 1);
                return timed.isPresent()
                    ? OptionalDouble.of(timed.get().ms())
                    : OptionalDouble.empty();
              },
              phrases()::of);
      file.write(drawing);
      return watch.hasFailed() ? ExitStatus.FAILED : ExitStatus.DONE;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
