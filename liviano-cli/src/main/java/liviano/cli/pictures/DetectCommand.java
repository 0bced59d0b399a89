package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.cli.options.StandardModel;
import liviano.cli.output.Console;
import liviano.model.Preprocessing;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.drawing.Drawing;
import liviano.vision.json.AnswerJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds objects in pictures. */
@Command(
    name = "detect",
    sortOptions = false,
    addMethodSubcommands = false,
    description = "Find objects in pictures, and draw boxes around them.",
    footer = {
      "NAME.jpg is drawn to NAME.detections.png; input pictures are never overwritten. In "
          + "JSON, boxes are in pixels from the picture's top left corner."
    })
public final class DetectCommand implements Callable<Integer> {
  private static final String ENDING = ".detections.png";

  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;

  @Option(
      names = {"--threshold", "--score-threshold"},
      paramLabel = "SCORE",
      description =
          "Leave out objects below this score, from 0 to 1; ${DEFAULT-VALUE} if not given.")
  private float scoreThreshold = 0.5f;

  @Option(
      names = {"--top", "--max-results"},
      paramLabel = "N",
      description =
          "The most objects for a picture, the surest ones; ${DEFAULT-VALUE} if not given.")
  private int maxResults = 100;

  @Mixin private LabelsOption labels;
  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;
  @Mixin private DrawingOptions drawing;
  @Mixin private PictureAnswers answers;

  /**
   * The answer for one picture.
   *
   * @param drawn the file with the boxes
   */
  private record Found(List<Detection> detections, Optional<Path> drawn) {}

  public DetectCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    answers.requireValid();
    DetectorOptions.Builder options = options();
    List<Input> inputs = pictures.expand(context);
    answers.begin(inputs);
    Optional<DrawnFiles> files = drawing.files(inputs, answers.areJson(), List.of(ENDING));
    NamedModel loaded = labels.apply(model.load(context, StandardModel.DETECTOR));
    Preprocessing preprocessing = preparation.of(loaded.preprocessing());
    ObjectDetector detector =
        Detectors.of(
            loaded.name(),
            loaded.model(),
            options.compile(precision.options()).preprocessing(preprocessing).build());
    return answers.run(
        context,
        inputs,
        loaded.with(preprocessing),
        (input, picture) -> detect(detector, picture, files.map(all -> all.file(input, ENDING))),
        (object, found) -> AnswerJson.detected(object, found.detections()),
        this::print);
  }

  private DetectorOptions.Builder options() {
    DetectorOptions.Builder options = DetectorOptions.builder();
    UsageException.check("--top", () -> options.maxResults(maxResults));
    UsageException.check("--threshold", () -> options.scoreThreshold(scoreThreshold));
    return options;
  }

  private static Found detect(ObjectDetector detector, Picture picture, Optional<Path> drawn)
      throws IOException {
    List<Detection> detections = detector.detect(picture);
    if (drawn.isPresent()) {
      Drawing.detections(picture, detections).write(drawn.get());
    }
    return new Found(detections, drawn);
  }

  private void print(Input input, PictureAnswers.Answer<Found> answer) {
    Console console = context.console();
    AnswerLines.heading(console, input, answer);
    if (answer.found().detections().isEmpty()) {
      AnswerLines.nothingScores(console, scoreThreshold);
    }
    ScoreTable table = new ScoreTable(console, 2);
    for (Detection found : answer.found().detections()) {
      table.row(found.score(), found.label(), place(found.box()));
    }
    table.print();
    AnswerLines.written(console, answer.found().drawn().stream().toList());
  }

  /** Such as {@code 120x80 at 14,200}. */
  private static String place(Box box) {
    return String.format(
        Locale.ROOT, "%.0fx%.0f at %.0f,%.0f", box.width(), box.height(), box.x(), box.y());
  }
}
