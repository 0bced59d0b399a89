package liviano.paper.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.output.Progress;
import liviano.cli.output.Words;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.paper.tables.NetworkStopwatch;
import liviano.paper.tables.Timed;
import picocli.CommandLine.Command;
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
      "memory        table 3: what has to be in memory at each resolution",
      "",
      "Accuracies and multiply-adds of mac-accuracy are those that were published; a line joins the "
          + "resolutions of one width. --measure runs each network with random weights: one thread, "
          + "three seconds or one run, whichever is longer."
    })
public final class FigureCommand implements Callable<Integer> {
  private static final double SECONDS = 3;

  private final CommandContext context;

  @Parameters(
      paramLabel = "FIGURE",
      arity = "0..1",
      description = "mac-accuracy, blocks or memory.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it: a name that ends in .png or .svg.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--measure", description = "Time the networks here (mac-accuracy).")
  private boolean measured;

  public FigureCommand(CommandContext context) {
    this.context = context;
  }

  private enum Name {
    MAC_ACCURACY,
    BLOCKS,
    MEMORY;

    String id() {
      return Words.lower(this).replace('_', '-');
    }
  }

  @Override
  public Integer call() throws IOException {
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
    file.write(
        switch (figure) {
          case MAC_ACCURACY -> AccuracyFigure.overMultiplyAdds();
          case BLOCKS -> BlocksFigure.drawing();
          case MEMORY -> memory();
        });
    return ExitStatus.DONE;
  }

  private Name figure() {
    String given = name.orElse("");
    return Stream.of(Name.values())
        .filter(figure -> figure.id().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    (given.isEmpty()
                            ? "say which figure: "
                            : "unknown figure '" + given + "'; known are ")
                        + Stream.of(Name.values())
                            .map(Name::id)
                            .collect(Collectors.joining(", "))));
  }

  private static Graphic memory() {
    try {
      return MemoryFigure.drawing(Kernels.options());
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
              });
      file.write(drawing);
      return watch.hasFailed() ? ExitStatus.FAILED : ExitStatus.DONE;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
