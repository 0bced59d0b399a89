package liviano.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.CommandContext;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.JsonList;
import liviano.cli.output.Text;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.ClassArea;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.PictureWriter;
import liviano.vision.Segmentation;
import liviano.vision.drawing.Drawing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what each pixel of pictures shows. */
@Command(
    name = "segment",
    sortOptions = false,
    description = "Say what each pixel of pictures shows, and tint them by it.",
    footer = {
      "NAME.jpg is drawn to NAME.segments.png. Into the folder of --out goes NAME.mask.png too, a "
          + "palette PNG whose pixels are the classes, as PASCAL VOC has them. A picture that was "
          + "given is never written over."
    })
final class SegmentCommand implements Callable<Integer> {
  private static final String DRAWN = ".segments.png";
  private static final String MASK = ".mask.png";

  private final CommandContext context;

  @Mixin private Pictures pictures;
  @Mixin private ModelOption model;
  @Mixin private Segmenters segmenters;
  @Mixin private DrawingOptions drawing;
  @Mixin private JsonOption json;

  /**
   * What came of a picture.
   *
   * @param classes that it shows, the largest first
   * @param written files
   */
  private record Answer(int width, int height, List<ClassArea> classes, List<Path> written) {}

  SegmentCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<Input> inputs = pictures.expand(context);
    List<String> endings = drawing.isFolderGiven() ? List.of(DRAWN, MASK) : List.of(DRAWN);
    Optional<DrawnFiles> files = drawing.files(inputs, json, endings);
    ImageSegmenter segmenter =
        segmenters.of(
            model.name(ModelOption.DEFAULT_SEGMENTER),
            model.load(context, ModelOption.DEFAULT_SEGMENTER));
    Batch batch = new Batch(context);
    Batch.Work<Answer> work =
        input -> {
          Picture picture = Pictures.read(input);
          Segmentation found = segmenter.segment(picture);
          List<Path> written =
              files.isPresent() ? write(files.get(), input, picture, found) : List.of();
          return new Answer(picture.width(), picture.height(), found.areas(), written);
        };
    if (json.isSet()) {
      try (JsonList list = new JsonList(context.console())) {
        return batch.run(inputs, work, (input, answer) -> list.add(toJson(input, answer)));
      }
    }
    return batch.run(inputs, work, this::print);
  }

  private List<Path> write(DrawnFiles files, Input input, Picture picture, Segmentation found)
      throws IOException {
    Path overlay = files.file(input, DRAWN);
    PictureWriter.write(Drawing.segmentation(picture, found), overlay);
    if (!drawing.isFolderGiven()) {
      return List.of(overlay);
    }
    Path classes = files.file(input, MASK);
    Segmenters.mask(found).write(classes);
    return List.of(overlay, classes);
  }

  private static JsonObject toJson(Input input, Answer answer) {
    return JsonObject.builder()
        .put("picture", input.name())
        .put(
            "classes", JsonArray.of(answer.classes().stream().map(SegmentCommand::toJson).toList()))
        .build();
  }

  private static JsonObject toJson(ClassArea area) {
    return JsonObject.builder()
        .put("index", area.index())
        .put("label", area.label())
        .put("share", area.share())
        .build();
  }

  private void print(Input input, Answer answer) {
    Console console = context.console();
    console.line(
        String.format(
            Locale.ROOT,
            "%s  %s",
            console.styled(Text.oneLine(input.name()), Style.STRONG),
            console.styled(
                String.format(Locale.ROOT, "%dx%d", answer.width(), answer.height()),
                Style.FAINT)));
    ScoreTable table = new ScoreTable(console, 1);
    answer.classes().forEach(area -> table.row(area.share(), area.label()));
    table.print();
    answer.written().forEach(file -> console.line("  written: " + Text.oneLine(file.toString())));
  }
}
