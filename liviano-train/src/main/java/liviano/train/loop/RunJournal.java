package liviano.train.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import liviano.model.Model;
import liviano.tensor.Extents;
import liviano.train.run.Checkpoint;
import liviano.train.run.EpochLine;
import liviano.train.run.EpochMetrics;
import liviano.train.run.RunFolder;
import liviano.train.torch.Tensors;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/** Writes a run down in its folder, and tells of each epoch in a line. */
public final class RunJournal implements Journal {
  private final RunFolder folder;
  private final Function<Weights, Model> model;
  private final Consumer<String> lines;
  private final Consumer<String> status;
  private final Supplier<Optional<Duration>> budgetLeft;
  private final EpochLine line;
  private long before = System.nanoTime(); // when the epoch began, or this process did
  private double carried; // seconds of the epoch that other processes worked
  private boolean told; // why there are no curves
  private boolean begun;
  private boolean best;

  /**
   * A journal.
   *
   * @param model the whole model with these weights
   * @param lines takes the lines for the terminal
   * @param status shows a line that the next one takes away
   * @param budgetLeft the time that the run may still work, where it is bounded
   * @param from where the run goes on, if it does
   */
  public RunJournal(
      RunFolder folder,
      Function<Weights, Model> model,
      Consumer<String> lines,
      Consumer<String> status,
      Supplier<Optional<Duration>> budgetLeft,
      Optional<Progress> from) {
    this.folder = folder;
    this.model = model;
    this.lines = lines;
    this.status = status;
    this.budgetLeft = budgetLeft;
    this.carried = from.map(Progress::epochSeconds).orElse(0.0);
    this.line = new EpochLine(folder.config().epochs(), folder.config().score());
  }

  @Override
  public void epoch(EpochResult result, Weights weights) throws IOException {
    EpochMetrics row =
        new EpochMetrics(
            result.epoch(),
            result.step(),
            carried + (System.nanoTime() - before) * 1e-9,
            result.trainLoss(),
            OptionalDouble.of(result.validation().loss()),
            OptionalDouble.of(result.validation().score()),
            result.rate(),
            result.samplesPerSecond(),
            result.validation().more());
    before = System.nanoTime();
    carried = 0;
    folder.add(row);
    if (!begun) {
      begun = true;
      lines.accept(line.heading());
    }
    lines.accept(line.of(row, line.left(row, budgetLeft.get()), result.isBest()));
    folder.draw().filter(_ -> !told).ifPresent(this::tell);
    best = result.isBest();
    Model now = model.apply(weights);
    now.save(folder.files().lastModel());
    if (best) {
      now.save(folder.files().bestModel());
    }
  }

  private void tell(String why) {
    told = true;
    lines.accept(why);
  }

  @Override
  public void save(Progress progress, SequencedMap<String, Tensor> state) throws IOException {
    List<liviano.weights.Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : state.entrySet()) {
      Tensor tensor = entry.getValue();
      tensors.add(
          liviano.weights.Tensor.of(
              entry.getKey(), Extents.of(tensor.shape()), Tensors.floats(tensor)));
    }
    folder
        .checkpoints()
        .save(
            new Checkpoint(
                progress.epoch(),
                progress.batch(),
                progress.step(),
                Weights.of(tensors),
                progress.texts()),
            best && progress.batch() == 0);
    best = false;
  }

  @Override
  public void step(Progress progress, int batches, double loss) {
    status.accept(
        progress.batch() < batches
            ? String.format(
                Locale.ROOT,
                "epoch %d/%d: step %d of %d, loss %.4f",
                progress.epoch() + 1,
                folder.config().epochs(),
                progress.batch(),
                batches,
                loss)
            : "validating");
  }
}
