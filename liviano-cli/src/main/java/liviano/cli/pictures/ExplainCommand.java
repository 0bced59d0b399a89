package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.input.Input;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.cli.output.Console;
import liviano.model.Preprocessing;
import liviano.vision.ClassifierOptions;
import liviano.vision.Picture;
import liviano.vision.drawing.Drawing;
import liviano.vision.explain.ClassMap;
import liviano.vision.json.AnswerJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows where in pictures a class is seen. */
@Command(
    name = "explain",
    sortOptions = false,
    addMethodSubcommands = false,
    description = "Show where in pictures the classifier sees its answer, or any class.",
    footer = {
      "NAME.jpg is drawn to NAME.explained.png, further classes to NAME.explained-2.png and so on. "
          + "Bright areas speak for the class; the line is drawn at half the strongest value. "
          + "Input pictures are never overwritten.",
      "",
      "Examples:",
      "  liviano explain --top 3 kitchen.png",
      "  liviano explain --class orange --out heat holidays/"
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final String KIND = "explained";

  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;
  @Mixin private Explanations explanations;

  @Mixin private LabelsOption labels;
  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;

  @Mixin private DrawingOptions drawing;
  @Mixin private PictureAnswers answers;

  /**
   * The answer for one picture.
   *
   * @param written a file for each map, or none
   */
  private record Found(List<ClassMap> maps, List<Path> written) {}

  public ExplainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    explanations.requireValid();
    answers.requireValid();
    List<Input> inputs = pictures.expand(context);
    answers.begin(inputs);
    Optional<DrawnFiles> files =
        drawing.files(inputs, answers.areJson(), explanations.endings(KIND));
    NamedModel loaded = labels.apply(model.load(context));
    Preprocessing preprocessing = preparation.of(loaded.preprocessing());
    Explanations.Explainer explainer =
        explanations.of(
            loaded.name(),
            loaded.model(),
            Classifiers.options(ClassifierOptions.builder(), precision.options(), preprocessing));
    return answers.run(
        context,
        inputs,
        loaded.with(preprocessing),
        (input, picture) -> {
          List<ClassMap> maps = explainer.explain(picture);
          List<Path> written =
              files.isPresent() ? write(files.get(), input, picture, maps) : List.of();
          return new Found(maps, written);
        },
        (object, found) -> AnswerJson.explained(object, found.maps()),
        this::print);
  }

  private static List<Path> write(
      DrawnFiles files, Input input, Picture picture, List<ClassMap> maps) throws IOException {
    List<Path> written = new ArrayList<>();
    for (ClassMap map : maps) {
      Path file = files.file(input, Explanations.ending(KIND, written.size()));
      Drawing.classMap(picture, map).write(file);
      written.add(file);
    }
    return written;
  }

  private void print(Input input, PictureAnswers.Answer<Found> answer) {
    Console console = context.console();
    AnswerLines.heading(console, input, answer);
    ScoreTable table = new ScoreTable(console, 2);
    answer
        .found()
        .maps()
        .forEach(
            map ->
                table.row(
                    map.category().score(), map.category().label(), Explanations.strongest(map)));
    table.print();
    AnswerLines.written(console, answer.found().written());
  }
}
