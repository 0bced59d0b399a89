package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import liviano.cli.options.LabelsOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.PreparationOptions;
import liviano.cli.options.StandardModel;
import liviano.cli.output.Console;
import liviano.cli.output.Words;
import liviano.json.JsonObject;
import liviano.model.Preprocessing;
import liviano.vision.ClassArea;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import liviano.vision.drawing.Drawing;
import liviano.vision.json.AnswerJson;
import liviano.vision.json.RunLengths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what each pixel of pictures shows. */
@Command(
    name = "segment",
    sortOptions = false,
    addMethodSubcommands = false,
    description = "Say what each pixel of pictures shows, and tint them by it.",
    footer = {
      "NAME.jpg is drawn to NAME.segments.png. Into the folder of --out goes NAME.mask.png too, a "
          + "palette PNG whose pixels are the classes, as PASCAL VOC has them. Input pictures are "
          + "never overwritten."
    })
public final class SegmentCommand implements Callable<Integer> {
  private static final String DRAWN = ".segments.png";
  private static final String MASK = ".mask.png";

  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;
  @Mixin private Segmenters segmenters;
  @Mixin private LabelsOption labels;
  @Mixin private PreparationOptions preparation;
  @Mixin private DrawingOptions drawing;

  @Option(
      names = "--mask",
      paramLabel = "FORM",
      description =
          "In JSON, give each class its pixels too: ${COMPLETION-CANDIDATES}, run lengths as COCO has "
              + "them.")
  private Optional<MaskForm> maskForm = Optional.empty();

  @Mixin private PictureAnswers answers;

  /** How JSON carries masks. */
  private enum MaskForm {
    /** {@link RunLengths}. */
    RLE;

    @Override
    public String toString() {
      return Words.lower(this);
    }
  }

  /**
   * The answer for one picture.
   *
   * @param classes that it shows, the largest first
   * @param runs their pixels, where they are asked for
   * @param mask the file of the classes, where it is written
   * @param written all files
   */
  private record Found(
      List<ClassArea> classes, Optional<RunLengths> runs, Optional<Path> mask, List<Path> written) {
    Found(Segmentation found, Optional<RunLengths> runs, List<Path> written) {
      this(
          found.areas(),
          runs,
          written.stream().filter(file -> file.toString().endsWith(MASK)).findFirst(),
          List.copyOf(written));
    }
  }

  public SegmentCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    requireOptions();
    List<Input> inputs = pictures.expand(context);
    answers.begin(inputs);
    List<String> endings = drawing.isFolderGiven() ? List.of(DRAWN, MASK) : List.of(DRAWN);
    Optional<DrawnFiles> files = drawing.files(inputs, answers.areJson(), endings);
    NamedModel loaded = labels.apply(model.load(context, StandardModel.SEGMENTER));
    Preprocessing preprocessing = preparation.of(loaded.preprocessing());
    ImageSegmenter segmenter = segmenters.of(loaded.name(), loaded.model(), preprocessing);
    return answers.run(
        context,
        inputs,
        loaded.with(preprocessing),
        (input, picture) -> {
          Segmentation found = segmenter.segment(picture);
          List<Path> written =
              files.isPresent() ? write(files.get(), input, picture, found) : List.of();
          return new Found(found, maskForm.map(_ -> RunLengths.of(found)), written);
        },
        SegmentCommand::putInto,
        this::print);
  }

  private void requireOptions() {
    answers.requireValid();
    if (maskForm.isPresent() && !answers.areJson()) {
      throw new UsageException("--mask is for --json or --json-lines");
    }
  }

  private List<Path> write(DrawnFiles files, Input input, Picture picture, Segmentation found)
      throws IOException {
    Path overlay = files.file(input, DRAWN);
    Drawing.segmentation(picture, found).write(overlay);
    if (!drawing.isFolderGiven()) {
      return List.of(overlay);
    }
    Path classes = files.file(input, MASK);
    Segmenters.mask(found).write(classes);
    return List.of(overlay, classes);
  }

  private static void putInto(JsonObject.Builder object, Found found) {
    AnswerJson.segmented(object, found.classes(), found.runs());
    found.mask().ifPresent(file -> object.put("maskFile", file.toString()));
  }

  private void print(Input input, PictureAnswers.Answer<Found> answer) {
    Console console = context.console();
    AnswerLines.heading(console, input, answer);
    ScoreTable table = new ScoreTable(console, 1);
    answer.found().classes().forEach(area -> table.row(area.share(), area.label()));
    table.print();
    AnswerLines.written(console, answer.found().written());
  }
}
