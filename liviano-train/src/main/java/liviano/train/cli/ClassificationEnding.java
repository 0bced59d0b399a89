package liviano.train.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import liviano.cli.CommandContext;
import liviano.cli.output.Progress;
import liviano.model.Model;
import liviano.train.data.ClassificationData;
import liviano.train.run.RunFolder;
import liviano.train.run.RunReport;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.eval.Example;

/**
 * Measures the best model of a run as it will be used, on the pictures that were kept apart or else
 * those of validation, and writes the page about the run.
 */
final class ClassificationEnding {
  private final CommandContext context;
  private final RunFolder folder;
  private final ClassificationData data;

  ClassificationEnding(CommandContext context, RunFolder folder, ClassificationData data) {
    this.context = context;
    this.folder = folder;
    this.data = data;
  }

  void write() throws IOException {
    boolean tested = !data.test().isEmpty();
    String part = tested ? "test" : "validation";
    Model best = Model.load(folder.files().bestModel());
    ConfusionMatrix answers = answers(best, tested ? data.test() : data.validation());
    String accuracy = String.format(Locale.ROOT, "%.4f", answers.accuracy().share());
    RunReport report =
        RunReport.titled("Training of a classifier")
            .withResult(part + " accuracy", accuracy)
            .withAnswers(part, answers);
    for (String notice : data.notices()) {
      report = report.withNotice(notice);
    }
    folder.report(report);
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
