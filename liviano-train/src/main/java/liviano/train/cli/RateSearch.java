package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.output.Text;
import liviano.files.NewFolders;
import liviano.model.Model;
import liviano.train.loop.RateTest;
import liviano.train.loop.TrainTask;
import liviano.train.run.RateCurve;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;

/** Draws the learning-rate test of a training, in place of the training. */
final class RateSearch {
  private RateSearch() {}

  /**
   * Tests, writes and says what came of it.
   *
   * @param to the folder for table and pictures
   */
  static int run(CommandContext context, TrainingRun training, Model first, Path to)
      throws IOException {
    NewFolders.make(to);
    Torch.threads(Runtime.getRuntime().availableProcessors());
    TrainingRun.Prepared prepared = training.prepare(first, Optional.empty());
    try (TrainTask<?> task = prepared.task();
        Stopping stopping = Stopping.afterTheStep(context.console())) {
      RateCurve curve =
          RateTest.of(
              task,
              prepared.settings(),
              stopping,
              (at, steps) ->
                  context
                      .console()
                      .status(
                          String.format(
                              Locale.ROOT,
                              "step %d of %d: rate %.1e, loss %.4f",
                              steps,
                              RateTest.STEPS,
                              at.rate(),
                              at.loss())));
      context.console().status("");
      say(context, training, curve, to);
    }
    return ExitStatus.DONE;
  }

  private static void say(CommandContext context, TrainingRun training, RateCurve curve, Path to)
      throws IOException {
    String stage = training.recipe().stages().getLast().name();
    context
        .console()
        .line(
            String.format(
                Locale.ROOT,
                "stage %s: the loss is lowest, %.4f, at a rate of %.2g after %d of %d steps",
                stage,
                curve.lowest().smooth(),
                curve.lowest().rate(),
                curve.points().indexOf(curve.lowest()) + 1,
                RateTest.STEPS));
    context
        .console()
        .line(
            String.format(
                Locale.ROOT,
                "a rate to begin with: --rate %s (the recipe has %s)",
                curve.suggested(),
                training.recipe().stages().getLast().rate().rate()));
    for (Path file : curve.write(to)) {
      context.console().line("written: " + Text.oneLine(file.toString()));
    }
  }
}
