package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.cli.CommandContext;
import liviano.cli.output.Words;
import liviano.model.Model;
import liviano.train.data.ClassificationData;
import liviano.train.run.EpochMetrics;
import liviano.train.run.RunFolder;
import liviano.train.run.RunReport;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.DetectionRun;
import liviano.train.tasks.SegmentationRun;
import liviano.train.tasks.TrainingRun;
import liviano.vision.eval.CocoEvaluation;
import liviano.vision.eval.Example;

/** Writes the page about a run that has ended, and what its best model is worth. */
final class RunEnding {
  private final CommandContext context;
  private final RunFolder folder;
  private final TrainingRun run;
  private final boolean pictures;

  /**
   * An ending.
   *
   * @param pictures whether the page shows some
   */
  RunEnding(CommandContext context, RunFolder folder, TrainingRun run, boolean pictures) {
    this.context = context;
    this.folder = folder;
    this.run = run;
    this.pictures = pictures;
  }

  void write() throws IOException {
    Model best = Model.load(folder.files().bestModel());
    RunReport report =
        switch (run) {
          case ClassificationRun classification -> classifier(best, classification);
          case DetectionRun detection -> detector(best, detection);
          case SegmentationRun segmentation -> segmenter(best, segmentation);
        };
    for (String notice : run.notices()) {
      report = report.withNotice(notice);
    }
    folder.report(report);
  }

  private void say(String words) {
    Path model = folder.files().bestModel();
    context.console().line(String.format(Locale.ROOT, "%s; %s", words, model));
  }

  /** The best model as it will be used, on pictures that were kept apart or else validation's. */
  private RunReport classifier(Model best, ClassificationRun run) throws IOException {
    ClassificationData data = run.data();
    boolean tested = !data.test().isEmpty();
    String part = tested ? "test" : "validation";
    List<Example> pictures = tested ? data.test() : data.validation();
    HeldOut answers = HeldOut.ask(best, pictures, context.console());
    String accuracy = four(answers.accuracy());
    say(
        String.format(
            Locale.ROOT,
            "%s accuracy %s on %s, as it is used",
            part,
            accuracy,
            Words.count(answers.confusion().pictures(), "picture")));
    RunReport report =
        RunReport.titled("Training of a classifier")
            .withResult(part + " accuracy", accuracy)
            .withAnswers(part, answers.confusion());
    Model start = Model.load(folder.files().startModel());
    Optional<Model> untrained = run.untrainedIntegers(start);
    if (untrained.isPresent()) {
      String floats = four(HeldOut.ask(start, pictures, context.console()).accuracy());
      String rounded = four(HeldOut.ask(untrained.get(), pictures, context.console()).accuracy());
      context
          .console()
          .line(
              String.format(
                  Locale.ROOT,
                  "before: %s in floats, %s in integers without training",
                  floats,
                  rounded));
      report =
          report
              .withResult(part + " accuracy before, in floats", floats)
              .withResult(part + " accuracy in integers, without training", rounded);
    }
    return this.pictures && !answers.mistakes().isEmpty()
        ? report.withGallery(Galleries.of(answers.mistakes()))
        : report;
  }

  /** The same by COCO's numbers. */
  private RunReport detector(Model best, DetectionRun detection) throws IOException {
    RunReport report = validated("Training of a detector");
    Optional<CocoEvaluation> test = detection.tested(best);
    if (test.isPresent()) {
      CocoEvaluation numbers = test.get();
      say(
          String.format(
              Locale.ROOT,
              "test AP50 %.4f, AP %.4f on %s, as it is used",
              numbers.ap50(),
              numbers.ap(),
              Words.count(numbers.images(), "picture")));
      report = report.withResult("test AP50", four(numbers.ap50()));
      report = report.withResult("test AP", four(numbers.ap()));
      report = report.withTable(ofClasses(numbers.apOfCategory(), best.card().labels()));
    }
    return pictures ? report.withGallery(Galleries.of(best, detection)) : report;
  }

  private static RunReport.Grid ofClasses(SequencedMap<Integer, Double> ap, List<String> labels) {
    return new RunReport.Grid(
        "AP of each class, on the test part",
        List.of("class", "AP"),
        ap.entrySet().stream()
            .map(
                one ->
                    List.of(
                        labels.get(one.getKey()),
                        one.getValue() < 0 ? "none there" : four(one.getValue())))
            .toList());
  }

  private RunReport segmenter(Model best, SegmentationRun segmentation) throws IOException {
    RunReport report = validated("Training of a segmenter");
    return pictures ? report.withGallery(Galleries.of(best, segmentation)) : report;
  }

  /** The best epoch's score: validation measures detectors and segmenters as they are used. */
  private RunReport validated(String title) {
    EpochMetrics best = folder.metrics().best().orElseThrow();
    String score = four(best.score().orElseThrow());
    say(
        String.format(
            Locale.ROOT, "validation %s %s, of epoch %d", run.score(), score, best.epoch()));
    return RunReport.titled(title)
        .withResult("validation " + run.score(), score)
        .withResult("epoch", String.valueOf(best.epoch()));
  }

  private static String four(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }
}
