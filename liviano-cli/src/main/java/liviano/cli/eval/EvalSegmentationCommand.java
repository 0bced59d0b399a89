package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.OutputFolder;
import liviano.cli.options.PreparationOptions;
import liviano.cli.options.StandardModel;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.cli.pictures.ScoreTable;
import liviano.cli.pictures.Segmenters;
import liviano.files.NewFolders;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.vision.ImageSegmenter;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.SegmentationEvaluation;
import liviano.vision.eval.VocList;
import liviano.vision.eval.VocPicture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures the intersection over union of a segmenter. */
@Command(
    name = "segmentation",
    sortOptions = false,
    description = "Measure the intersection over union of a segmenter, as PASCAL VOC defines it.",
    footer = {
      "VOC holds JPEGImages/ID.jpg and SegmentationClass/ID.png, whose pixels are classes of the "
          + "model, or 255 for void, which counts nowhere. LIST holds one ID a line. An Exif "
          + "orientation is ignored, in pictures as in masks.",
      "",
      "The predictions are palette PNGs. A class that is neither shown nor found has no number: null "
          + "in JSON. Pictures that cannot be read, and those whose masks do not fit, are reported "
          + "and not counted, and the exit status is 1."
    })
final class EvalSegmentationCommand implements Callable<Integer> {
  @ParentCommand private EvalCommand eval;
  @Mixin private ModelOption model;

  @Option(
      names = "--voc",
      paramLabel = "VOC",
      required = true,
      description = "A folder laid out as PASCAL VOC's.")
  private Path voc;

  @Option(
      names = "--list",
      paramLabel = "LIST",
      required = true,
      description = "Which of its pictures, such as val.txt.")
  private Path list;

  @Mixin private Segmenters segmenters;
  @Mixin private PreparationOptions preparation;

  @Option(
      names = "--predictions",
      paramLabel = "FOLDER",
      description = "Write the mask of each picture into this folder.")
  private Optional<Path> predictions = Optional.empty();

  @Mixin private JsonOption json;

  /** For picocli, which fills the fields. */
  EvalSegmentationCommand() {}

  @Override
  public Integer call() throws IOException {
    SegmenterExam.requireFolders(voc);
    NamedModel loaded = model.load(eval.context(), StandardModel.SEGMENTER);
    ImageSegmenter segmenter =
        segmenters.of(loaded.name(), loaded.model(), preparation.of(loaded.preprocessing()));
    SegmentationEvaluation evaluation = evaluation(loaded.name(), segmenter.labels().size());
    List<VocPicture> listed = VocList.read(voc, list);
    makePredictions();
    long start = System.nanoTime();
    int status = new SegmenterExam(eval.context()).run(segmenter, listed, evaluation, this::write);
    double seconds = (System.nanoTime() - start) * 1e-9;
    eval.requireAny(evaluation.images(), listed.size());
    report(evaluation, segmenter.labels(), evaluation.images() / seconds);
    return status;
  }

  private static SegmentationEvaluation evaluation(String model, int classes) {
    try {
      return new SegmentationEvaluation(classes);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(String.format(Locale.ROOT, "%s: %s", model, e.getMessage()), e);
    }
  }

  private void makePredictions() throws IOException {
    if (predictions.isEmpty()) {
      return;
    }
    Path folder = OutputFolder.make(predictions.get());
    if (Files.isSameFile(folder, voc.resolve(SegmenterExam.MASKS))) {
      throw new UsageException("--predictions would overwrite the masks of --voc");
    }
  }

  private void write(VocPicture picture, ClassMask mask) throws IOException {
    if (predictions.isPresent()) {
      Path file =
          predictions.get().resolve(voc.resolve(SegmenterExam.MASKS).relativize(picture.mask()));
      NewFolders.make(file.toAbsolutePath().getParent());
      mask.write(file);
    }
  }

  private void report(SegmentationEvaluation evaluation, List<String> labels, double rate) {
    Console console = eval.context().console();
    if (json.isSet()) {
      console.json(toJson(evaluation, labels).toPrettyJson());
      return;
    }
    ScoreTable classes = new ScoreTable(console, 1);
    for (int i = 0; i < labels.size(); i++) {
      OptionalDouble iou = evaluation.iou(i);
      if (iou.isPresent()) {
        classes.row(iou.getAsDouble(), labels.get(i));
      } else {
        classes.row("none", labels.get(i));
      }
    }
    classes.print();
    console.line("");
    long all = count(labels, i -> evaluation.iou(i).isPresent());
    long present = count(labels, evaluation::isPresent);
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.LEFT);
    table.row("mIoU", percent(evaluation.meanIou()), classes(all) + ", shown or found");
    table.row("", percent(evaluation.meanIouOfPresentClasses()), classes(present) + ", shown");
    table.row("Pixels", percent(evaluation.pixelAccuracy()), "are right");
    table.row(
        "Speed",
        String.format(Locale.ROOT, "%.1f/s", rate),
        String.format(
            Locale.ROOT, "%s, decoding and all", Words.count(evaluation.images(), "picture")));
    table.lines().forEach(console::line);
  }

  private static long count(List<String> labels, IntPredicate counts) {
    return IntStream.range(0, labels.size()).filter(counts).count();
  }

  private static String classes(long number) {
    return String.format(Locale.ROOT, "of %d %s", number, number == 1 ? "class" : "classes");
  }

  private static String percent(OptionalDouble fraction) {
    return fraction.isPresent() ? Score.percent(fraction.getAsDouble()) : "none";
  }

  private static JsonObject toJson(SegmentationEvaluation evaluation, List<String> labels) {
    List<JsonObject> perClass = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      perClass.add(
          JsonObject.builder()
              .put("index", i)
              .put("label", labels.get(i))
              .put("iou", number(evaluation.iou(i)))
              .build());
    }
    return JsonObject.builder()
        .put("images", evaluation.images())
        .put("miou", number(evaluation.meanIou()))
        .put("miouOfPresentClasses", number(evaluation.meanIouOfPresentClasses()))
        .put("pixelAccuracy", number(evaluation.pixelAccuracy()))
        .put("perClass", JsonArray.of(perClass))
        .build();
  }

  private static JsonValue number(OptionalDouble value) {
    return value.isPresent() ? JsonNumber.of(value.getAsDouble()) : JsonNull.NULL;
  }
}
