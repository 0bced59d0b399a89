package liviano.cli.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.PrecisionOption;
import liviano.cli.options.PreparationOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Score;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.cli.pictures.Classifiers;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.eval.LabelledPicture;
import liviano.vision.eval.LabelsCsv;
import liviano.vision.eval.TopKAccuracy;
import liviano.vision.json.AnswerJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures top-1 and top-5 of a classifier. */
@Command(
    name = "classification",
    sortOptions = false,
    description = "Measure the top-1 and top-5 accuracy of a classifier.",
    footer = {
      "Without LABELS the folder holds a folder for each class, which has its name, and the confusion "
          + "matrix is printed, too; of folders train, validation and test above those of the "
          + "classes test alone is taken, and without it validation.",
      "",
      "LABELS is a CSV file with the header file,class_0_to_999 (or another last class) and a line "
          + "for each picture. Where a model has a class 0 for the background, its class 1 is class "
          + "0 of LABELS. Pictures are turned as their Exif orientation says.",
      "",
      "The predictions' columns are file, class, top1 to top5, and their probabilities p1 to p5; "
          + "the background is class -1. Pictures that cannot be read are reported and not counted, "
          + "and the exit status is 1."
    })
final class EvalClassificationCommand implements Callable<Integer> {
  @ParentCommand private EvalCommand eval;
  @Mixin private ModelOption model;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the pictures are.")
  private Path images;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      description = "What they show: a CSV file; without it their folders' names say so.")
  private Optional<Path> labels = Optional.empty();

  @Mixin private PreparationOptions preparation;
  @Mixin private PrecisionOption precision;

  @Option(
      names = "--predictions",
      paramLabel = "CSV",
      description = "Write the answer for each picture to this file.")
  private Optional<Path> predictions = Optional.empty();

  @Mixin private JsonOption json;

  /** For picocli, which fills the fields. */
  EvalClassificationCommand() {}

  @Override
  public Integer call() throws IOException {
    EvalCommand.requireFolder(images);
    NamedModel loaded = model.load(eval.context());
    ImageClassifier classifier =
        Classifiers.of(
            loaded.name(),
            loaded.model(),
            Classifiers.options(
                ClassifierOptions.builder().maxResults(ClassifierExam.TOP),
                precision.options(),
                preparation.of(loaded.preprocessing())));
    int background = ClassifierExam.background(classifier.labels());
    List<LabelledPicture> listed =
        labels.isPresent()
            ? LabelsCsv.read(labels.get(), classifier.labels().size() - background)
            : new ClassFolderSet(images, loaded.name(), classifier.labels(), background)
                .read(eval.context());
    Optional<ConfusionMatrix> confusion =
        labels.isPresent()
            ? Optional.empty()
            : Optional.of(new ConfusionMatrix(classifier.labels()));
    ClassifierExam.Answers counted =
        (picture, answer) ->
            confusion.ifPresent(
                matrix -> matrix.add(picture.label() + background, answer.getFirst().index()));
    if (predictions.isEmpty()) {
      return run(listed, classifier, counted, confusion);
    }
    try (PredictionsCsv csv =
        PredictionsCsv.create(
            predictions.get(),
            labels.orElse(images),
            listed.stream().map(picture -> images.resolve(picture.file())),
            ClassifierExam.TOP,
            background)) {
      int status =
          run(
              listed,
              classifier,
              (picture, answer) -> {
                counted.take(picture, answer);
                csv.add(picture, answer);
              },
              confusion);
      csv.finish();
      return status;
    }
  }

  private int run(
      List<LabelledPicture> listed,
      ImageClassifier classifier,
      ClassifierExam.Answers answers,
      Optional<ConfusionMatrix> confusion) {
    ClassifierExam exam = new ClassifierExam(eval.context());
    long start = System.nanoTime();
    int status = exam.run(classifier, listed, images, answers);
    double seconds = (System.nanoTime() - start) * 1e-9;
    report(exam.accuracy(), listed.size(), seconds, confusion);
    return status;
  }

  private void report(
      TopKAccuracy accuracy, int listed, double seconds, Optional<ConfusionMatrix> confusion) {
    Console console = eval.context().console();
    eval.requireAny(accuracy.images(), listed);
    double rate = accuracy.images() / seconds;
    if (json.isSet()) {
      console.json(toJson(accuracy, rate, confusion).toPrettyJson());
      return;
    }
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.LEFT);
    for (int k : new int[] {1, ClassifierExam.TOP}) {
      table.row(
          "Top-" + k,
          Score.percent(accuracy.accuracy(k)),
          String.format(
              Locale.ROOT,
              "%s of %s",
              Words.thousands(accuracy.correct(k)),
              Words.count(accuracy.images(), "picture")));
    }
    table.row("Speed", String.format(Locale.ROOT, "%.1f/s", rate), "decoding and all");
    table.lines().forEach(console::line);
    confusion.ifPresent(matrix -> ConfusionTable.print(matrix, console));
  }

  private static JsonObject toJson(
      TopKAccuracy accuracy, double rate, Optional<ConfusionMatrix> confusion) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("images", accuracy.images())
            .put("top1", accuracy.accuracy(1))
            .put("top5", accuracy.accuracy(ClassifierExam.TOP))
            .put("imagesPerSecond", rate);
    confusion.ifPresent(
        matrix ->
            json.put("macroF1", matrix.macroF1())
                .put("labels", JsonArray.ofStrings(matrix.labels()))
                .put("confusion", AnswerJson.counts(matrix)));
    return json.build();
  }
}
