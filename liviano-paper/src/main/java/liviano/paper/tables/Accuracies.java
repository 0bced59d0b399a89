package liviano.paper.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.eval.ClassifierExam;
import liviano.cli.eval.DetectorExam;
import liviano.cli.eval.EvalCommand;
import liviano.cli.eval.SegmenterExam;
import liviano.cli.options.ModelOption;
import liviano.cli.pictures.Classifiers;
import liviano.cli.pictures.Detectors;
import liviano.cli.pictures.Segmenters;
import liviano.formats.store.ModelStore;
import liviano.formats.store.StoredModel;
import liviano.model.Model;
import liviano.model.VisionTask;
import liviano.paper.published.Measures;
import liviano.paper.published.Row;
import liviano.vision.DetectorOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.ImageSegmenter;
import liviano.vision.ObjectDetector;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoDetection;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.LabelsCsv;
import liviano.vision.eval.SegmentationEvaluation;
import liviano.vision.eval.TopKAccuracy;
import liviano.vision.eval.VocList;
import liviano.zoo.Recipe;

/**
 * Examines the installed model of each row's network on one set of labelled pictures, as {@code
 * eval} does.
 */
final class Accuracies implements Trials.Examiner {
  private static final String LABELS = "labels.csv";
  private static final String ANNOTATIONS = "instances.json";
  private static final String IMAGES = "images";
  private static final String LIST = "val.txt";

  /** VOC's training and validation pictures together, in a checkpoint's name. */
  private static final String TRAINVAL = "trainval";

  private final CommandContext context;
  private final VisionTask task;
  private final Path folder;
  private final List<StoredModel.Installed> models;
  private boolean failed;
  private boolean examined;

  private Accuracies(
      CommandContext context, VisionTask task, Path folder, List<StoredModel.Installed> models) {
    this.context = context;
    this.task = task;
    this.folder = folder;
    this.models = models;
  }

  /**
   * @param folder of labelled pictures as the table's task wants them
   * @throws UsageException if the table has no accuracy to measure
   * @throws CommandException if the folder holds no such pictures
   */
  static Accuracies of(CommandContext context, PaperTable table, Path folder) {
    VisionTask task =
        switch (table) {
          case CLASSIFICATION, FAMILY, HISTORY -> VisionTask.CLASSIFICATION;
          case DETECTION -> VisionTask.DETECTION;
          case SEGMENTATION -> VisionTask.SEGMENTATION;
          case ARCHITECTURE, BLOCK, MEMORY, HEADS ->
              throw new UsageException(
                  String.format(
                      Locale.ROOT,
                      "table %s says nothing of accuracy: --accuracy has no place in it",
                      table.id()));
        };
    EvalCommand.requireFolder(folder);
    requireFile(folder.resolve(pictures(task)));
    try {
      return new Accuracies(context, task, folder, installed(context, task));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pictures(VisionTask task) {
    return switch (task) {
      case CLASSIFICATION -> LABELS;
      case DETECTION -> ANNOTATIONS;
      default -> LIST;
    };
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: no such file; give the folder that it is in", file));
    }
  }

  private static List<StoredModel.Installed> installed(CommandContext context, VisionTask task)
      throws IOException {
    List<StoredModel.Installed> models = new ArrayList<>();
    for (StoredModel model : new ModelStore(context.modelFolder()).list()) {
      if (model instanceof StoredModel.Installed sound && sound.card().task() == task) {
        models.add(sound);
      }
    }
    return models;
  }

  /** Whether a picture or a model could not be read, which has been reported. */
  boolean hasFailed() {
    return failed;
  }

  /** Says it where no installed model was of a network of the table. */
  void requireAny() {
    if (!examined && !failed) {
      context
          .console()
          .notice("no model of these networks is installed in " + context.modelFolder());
    }
  }

  @Override
  public Optional<Examined> examine(Row row) {
    Recipe wanted = row.setup().recipe();
    Optional<StoredModel.Installed> model =
        models.stream()
            .filter(installed -> installed.recipe().filter(r -> fits(r, wanted)).isPresent())
            .findFirst();
    try {
      return model.isPresent() ? examine(row, model.get()) : Optional.empty();
    } catch (IOException e) {
      failed = true;
      context.report(model.get().name(), e);
      return Optional.empty();
    }
  }

  /** A detector may have been trained for another input: then the note says so. */
  private boolean fits(Recipe installed, Recipe wanted) {
    return installed.architecture().equals(wanted.architecture())
        && installed.width() == wanted.width()
        && installed.outputStride() == wanted.outputStride()
        && installed.head().equals(wanted.head())
        && installed.variant().equals(wanted.variant())
        && (task == VisionTask.DETECTION || installed.resolution() == wanted.resolution());
  }

  private Optional<Examined> examine(Row row, StoredModel.Installed stored) throws IOException {
    Model model = ModelOption.read(stored.file());
    SequencedMap<String, Double> percent = new LinkedHashMap<>();
    long pictures =
        switch (task) {
          case CLASSIFICATION -> classify(stored.name(), model, percent);
          case DETECTION -> detect(stored.name(), model, percent);
          default -> segment(stored.name(), model, row, percent);
        };
    examined = true;
    return pictures == 0
        ? Optional.empty()
        : Optional.of(new Examined(percent, pictures, stored.name(), remark(row, stored)));
  }

  private long classify(String name, Model model, SequencedMap<String, Double> percent)
      throws IOException {
    ImageClassifier classifier =
        Classifiers.of(
            name,
            model,
            Classifiers.options(model.card().preprocessing()).toBuilder()
                .maxResults(ClassifierExam.TOP)
                .build());
    int classes = classifier.labels().size() - ClassifierExam.background(classifier.labels());
    ClassifierExam exam = new ClassifierExam(context);
    note(
        exam.run(
            classifier,
            LabelsCsv.read(folder.resolve(LABELS), classes),
            images(),
            (picture, answer) -> {}));
    TopKAccuracy accuracy = exam.accuracy();
    if (accuracy.images() > 0) {
      percent.put(Measures.TOP_1, 100 * accuracy.accuracy(1));
      percent.put(Measures.TOP_5, 100 * accuracy.accuracy(ClassifierExam.TOP));
    }
    return accuracy.images();
  }

  private long detect(String name, Model model, SequencedMap<String, Double> percent)
      throws IOException {
    ObjectDetector detector =
        Detectors.of(
            name,
            model,
            DetectorOptions.evaluation().toBuilder().compile(Kernels.options()).build());
    Path annotations = folder.resolve(ANNOTATIONS);
    CocoDataSet truth = CocoDataSet.read(annotations, context.console()::notice);
    DetectorExam.requireFitting(annotations, truth, detector.labels());
    DetectorExam exam = new DetectorExam(context);
    List<CocoDetection> found = new ArrayList<>();
    note(exam.run(detector, truth, images(), found));
    if (exam.pictures() > 0) {
      CocoEvaluation evaluation = exam.evaluation(truth, found);
      percent.put(Measures.MAP, 100 * evaluation.metrics().get("AP"));
    }
    return exam.pictures();
  }

  private long segment(String name, Model model, Row row, SequencedMap<String, Double> percent)
      throws IOException {
    SegmenterExam.requireFolders(folder);
    boolean many = !row.passes().sides().isEmpty();
    ImageSegmenter segmenter = Segmenters.of(name, model, many, row.passes().flip());
    SegmentationEvaluation evaluation = new SegmentationEvaluation(segmenter.labels().size());
    note(
        new SegmenterExam(context)
            .run(
                segmenter,
                VocList.read(folder, folder.resolve(LIST)),
                evaluation,
                (picture, mask) -> {}));
    OptionalDouble mean = evaluation.meanIou();
    if (mean.isPresent()) {
      percent.put(Measures.MIOU, 100 * mean.getAsDouble());
    }
    return evaluation.images();
  }

  /** Pictures are in the folder of their labels, or in a folder of their own. */
  private Path images() {
    Path images = folder.resolve(IMAGES);
    return Files.isDirectory(images) ? images : folder;
  }

  private void note(int status) {
    failed |= status != ExitStatus.DONE;
  }

  private static String remark(Row row, StoredModel.Installed model) {
    List<String> remarks = new ArrayList<>();
    int wanted = row.setup().recipe().resolution();
    model
        .recipe()
        .map(Recipe::resolution)
        .filter(side -> side != wanted)
        .ifPresent(side -> remarks.add(String.format(Locale.ROOT, "Here at %dx%d", side, side)));
    if (model.card().task() == VisionTask.SEGMENTATION
        && model.card().origin().contains(TRAINVAL)) {
      remarks.add(
          "The model here was trained on trainval: it has seen VOC's validation pictures, and its"
              + " score on them is no measure of the published one");
    }
    return String.join(". ", remarks);
  }
}
