package liviano.train.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import liviano.cli.CommandContext;
import liviano.cli.output.Progress;
import liviano.model.Model;
import liviano.train.data.ClassificationData;
import liviano.train.run.EpochMetrics;
import liviano.train.run.RunFolder;
import liviano.train.run.RunReport;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.DetectionRun;
import liviano.train.tasks.SegmentationRun;
import liviano.train.tasks.TrainingRun;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.eval.Example;

/** Writes the page about a run that has ended, and what its best model is worth. */
final class RunEnding {
  private final CommandContext context;
  private final RunFolder folder;
  private final TrainingRun run;

  RunEnding(CommandContext context, RunFolder folder, TrainingRun run) {
    this.context = context;
    this.folder = folder;
    this.run = run;
  }

  void write() throws IOException {
    switch (run) {
      case ClassificationRun classification -> classifier(classification.data());
      case DetectionRun _ -> validated("Training of a detector");
      case SegmentationRun _ -> validated("Training of a segmenter");
    }
  }

  /** The best epoch's score: validation measures these as they are used. */
  private void validated(String title) throws IOException {
    EpochMetrics best = folder.metrics().best().orElseThrow();
    String score = String.format(Locale.ROOT, "%.4f", best.score().orElseThrow());
    RunReport report =
        RunReport.titled(title)
            .withResult("validation " + run.score(), score)
            .withResult("epoch", String.valueOf(best.epoch()));
    finish(report);
    context
        .console()
        .line(
            String.format(
                Locale.ROOT,
                "validation %s %s, of epoch %d; %s",
                run.score(),
                score,
                best.epoch(),
                folder.files().bestModel()));
  }

  private void finish(RunReport page) throws IOException {
    RunReport report = page;
    for (String notice : run.notices()) {
      report = report.withNotice(notice);
    }
    folder.report(report);
  }

  /** The best model as it will be used, on pictures that were kept apart or else validation's. */
  private void classifier(ClassificationData data) throws IOException {
    boolean tested = !data.test().isEmpty();
    String part = tested ? "test" : "validation";
    Model best = Model.load(folder.files().bestModel());
    ConfusionMatrix answers = answers(best, tested ? data.test() : data.validation());
    String accuracy = String.format(Locale.ROOT, "%.4f", answers.accuracy().share());
    finish(
        RunReport.titled("Training of a classifier")
            .withResult(part + " accuracy", accuracy)
            .withAnswers(part, answers));
    context
        .console()
        .line(
            String.format(
                Locale.ROOT,
                "%s accuracy %s on %d pictures, as it is used; %s",
                part,
                accuracy,
                answers.pictures(),
                folder.files().bestModel()));
  }

  private ConfusionMatrix answers(Model model, List<Example> pictures) throws IOException {
    ImageClassifier classifier =
        ImageClassifier.of(model, ClassifierOptions.builder().maxResults(1).build());
    List<String> labels = model.card().labels();
    ConfusionMatrix matrix = new ConfusionMatrix(labels);
    try (Progress progress = new Progress(context.console(), pictures.size())) {
      for (Example example : pictures) {
        Picture picture = PictureReader.defaults().read(example.source().bytes(), example.name());
        matrix.add(
            labels.indexOf(example.label()), classifier.classify(picture).getFirst().index());
        progress.advance(example.name());
      }
    }
    return matrix;
  }
}
