package liviano.paper.summary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NetworkOptions;
import liviano.model.Model;
import liviano.paper.language.LanguageOption;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import liviano.paper.plot.Graphic;
import liviano.paper.plot.PictureFile;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a network layer by layer, with what each costs. */
@Command(
    name = "summary",
    sortOptions = false,
    description = "Show a network layer by layer: shapes, parameters, multiply-adds.",
    footer = {
      "A network needs no weights. Without NETWORK the known networks are listed.",
      "",
      "An operation is a kernel, /stride, d dilation, and what follows it: 3x3/2 depthwise BN"
          + " ReLU6. Params are the trained numbers, batch norm's scale and offset included. MAdds"
          + " are the multiply-adds of convolutions and dense layers. Activations is the memory"
          + " that the tensors between the steps take in one inference as it runs here, with fused"
          + " blocks where the kernels have them, shared where they do not live together."
    })
public final class SummaryCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      arity = "0..1",
      paramLabel = "NETWORK",
      description = "A network's identifier, such as mobilenet_v2.")
  private Optional<String> network = Optional.empty();

  @Mixin private NetworkOptions settings;

  @Option(
      names = "--padding",
      paramLabel = "RULE",
      description = "Whose padding: tensorflow or pytorch.")
  private Optional<Convention> padding = Optional.empty();

  @Option(names = "--folded", description = "With batch norm folded into the convolutions.")
  private boolean folded;

  @Mixin private ModelOption model;

  @Mixin private LanguageOption language;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draw the network instead, into a file that ends in .svg or .png.")
  private Optional<Path> picture = Optional.empty();

  /** At most one of them. */
  private static final class Form {
    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Option(names = "--csv", description = "Print the layers as CSV, with plain numbers.")
    private boolean csv;
  }

  public SummaryCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Optional<PictureFile> file = picture.map(PictureFile::at);
    Summary summary = summary();
    if (file.isPresent()) {
      if (form.json || form.csv) {
        throw new UsageException("--svg draws and prints nothing: leave --json and --csv out");
      }
      file.get().write(drawing(summary, language.phrases(context, Room.SUMMARY)));
    } else if (form.json) {
      context.console().json(summary.toJson().toPrettyJson());
    } else if (form.csv) {
      LayerCsv.lines(summary.layers()).forEach(context.console()::line);
    } else {
      SummaryText.print(summary, context.console(), language.phrases(context, Room.SUMMARY));
    }
    return ExitStatus.DONE;
  }

  private static Graphic drawing(Summary summary, Phrases phrases) {
    try {
      return NetworkChart.of(summary.title(), summary.graph(), phrases);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException("the network cannot be drawn: " + e.getMessage(), e);
    }
  }

  private Summary summary() throws IOException {
    if (network.isPresent() == model.isSet()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              model.isSet()
                  ? "give a network or --model MODEL, not both"
                  : "give a network (%s) or --model MODEL",
              Zoo.all().stream().map(Architecture::id).collect(Collectors.joining(", "))));
    }
    if (network.isPresent()) {
      Recipe recipe = settings.recipe(network.get());
      recipe = recipe.withConvention(padding.orElse(recipe.convention()));
      return Summary.of(folded ? recipe.withNorm(Norm.FOLDED) : recipe);
    }
    if (settings.anySet() || padding.isPresent() || folded) {
      throw new UsageException("a model has its settings already: give them with a network only");
    }
    Model loaded = model.load(context).model();
    loaded.recipe().ifPresent(SummaryCommand::requireKnown);
    return Summary.of(loaded);
  }

  /** A model file of another version may be of a network that this one does not have. */
  private static void requireKnown(Recipe recipe) {
    if (Zoo.find(recipe.architecture()).isEmpty()) {
      throw new UnsupportedModelException(
          "its recipe is of the network '" + recipe.architecture() + "', which is not in the zoo");
    }
  }
}
