package liviano.train.loop;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import liviano.MalformedModelException;
import liviano.train.optimize.Ema;
import liviano.train.parallel.WorkerGroup;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains: steps through the epochs of all phases, validates after each, keeps what is needed to go
 * on. With several workers, each runs the same loop on its own part of the data.
 *
 * @param <B> a batch
 */
public final class Trainer<B> {
  /** How a run ended. */
  public enum Ending {
    /** All epochs are done. */
    DONE,
    /** The score did not get better any more. */
    NO_BETTER,
    /** It was told to stop; it can go on. */
    STOPPED
  }

  private static final double NANOS = 1e9;

  // What the names of a checkpoint's tensors begin with.
  private static final String NETWORK = "network.";
  private static final String EMA = "ema.";
  private static final String OPTIMIZER = "optimizer.";

  private final TrainTask<B> task;
  private final TrainSettings settings;
  private final Journal journal;
  private final Optional<WorkerGroup> group;
  private final BooleanSupplier stop;
  private final Optional<Ema> ema;
  private Progress at = Progress.START;
  private long saved = System.nanoTime();

  /**
   * A run that begins.
   *
   * @param group the workers, where there are several
   * @param stop whether to stop after the step under way; looked at after each
   */
  public Trainer(
      TrainTask<B> task,
      TrainSettings settings,
      Journal journal,
      Optional<WorkerGroup> group,
      BooleanSupplier stop) {
    this.task = task;
    this.settings = settings;
    this.journal = journal;
    this.group = group;
    this.stop = stop;
    this.ema =
        settings.ema().isPresent()
            ? Optional.of(new Ema(weights(), settings.ema().getAsDouble()))
            : Optional.empty();
  }

  /** How far it is. */
  public Progress progress() {
    return at;
  }

  /** Trains from the start. */
  public Ending run() throws IOException {
    group.ifPresent(all -> all.broadcast(List.copyOf(weights().values())));
    return loop(Map.of());
  }

  /**
   * Goes on from a checkpoint.
   *
   * @param state tensors as {@link Journal#save} was given them
   * @throws MalformedModelException if they are not of this run
   */
  public Ending resume(Progress progress, Map<String, float[]> state) throws IOException {
    at = progress;
    restore(NETWORK, weights(), state);
    ema.ifPresent(averages -> restore(EMA, averages.averages(), state));
    return loop(state);
  }

  private Ending loop(Map<String, float[]> state) throws IOException {
    try {
      return phases(state);
    } finally {
      ema.ifPresent(Ema::close);
    }
  }

  private Ending phases(Map<String, float[]> state) throws IOException {
    int first = 0;
    for (Phase phase : settings.phases()) {
      if (at.epoch() < first + phase.epochs()) {
        try (PhaseRun<B> run = new PhaseRun<>(task, phase, first, group)) {
          if (at.epoch() > first || at.batch() > 0) {
            restore(OPTIMIZER, run.state(), state);
          }
          Ending ending = kept(run);
          if (ending != Ending.DONE) {
            return ending;
          }
        }
      }
      first += phase.epochs();
    }
    return Ending.DONE;
  }

  /** What libtorch refuses, or a worker that is gone, leaves a checkpoint to go on from. */
  private Ending kept(PhaseRun<B> run) throws IOException {
    try {
      return epochs(run);
    } catch (TorchException e) {
      save(run); // the optimizer's step under way was not taken
      throw e;
    }
  }

  private Ending epochs(PhaseRun<B> run) throws IOException {
    while (at.epoch() < run.end()) {
      Optional<Double> rate = epoch(run);
      if (rate.isEmpty()) {
        save(run);
        return Ending.STOPPED;
      }
      finish(run, rate.get());
      save(run);
      if (settings.patience().isPresent()
          && at.epoch() - 1 - at.bestEpoch() >= settings.patience().getAsInt()) {
        return Ending.NO_BETTER;
      }
      if (at.epoch() < settings.epochs() && mustStop()) {
        return Ending.STOPPED;
      }
    }
    return Ending.DONE;
  }

  /** Trains to the end of the epoch; gives the last rate, or nothing where it was stopped. */
  private Optional<Double> epoch(PhaseRun<B> run) throws IOException {
    int batches = task.batchesPerEpoch();
    double rate = run.rate(at, batches);
    try (BatchStream<B> stream = task.epoch(at.epoch(), at.batch())) {
      long start = System.nanoTime();
      for (Optional<B> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
        rate = run.rate(at, batches);
        double loss = step(run, batch.get(), rate);
        long end = System.nanoTime();
        at = at.afterStep(loss, task.size(batch.get()), (end - start) / NANOS);
        start = end;
        journal.step(at, batches, loss);
        if (at.batch() < batches) {
          if (mustStop()) {
            return Optional.empty();
          }
          if (end - saved > settings.saveEvery().toNanos()) {
            save(run);
          }
        }
      }
    }
    return Optional.of(rate);
  }

  private double step(PhaseRun<B> run, B batch, double rate) {
    double loss = run.step(batch, at.step(), rate, settings);
    ema.ifPresent(averages -> averages.update(at.step() + 1));
    return loss;
  }

  /** Whether one of the workers is to stop: then all are. */
  private boolean mustStop() {
    boolean mine = stop.getAsBoolean();
    return group.map(all -> all.sum(mine ? 1 : 0)[0] > 0).orElse(mine);
  }

  private void finish(PhaseRun<B> run, double rate) throws IOException {
    double[] sums = {at.lossSum(), at.lossCount()};
    if (group.isPresent()) {
      sums = group.get().sum(sums);
      group.get().broadcast(List.copyOf(task.network().statistics().values()));
    }
    Weights now;
    Evaluation validation;
    double score;
    try (Swapped _ = Swapped.in(weights(), ema)) {
      validation = task.evaluate();
      score = agreed(validation.score());
      now = task.network().weights();
    }
    EpochResult result =
        new EpochResult(
            at.epoch() + 1,
            settings.epochs(),
            at.step(),
            run.phase().name(),
            sums[0] / Math.max(1, sums[1]),
            validation,
            rate,
            sums[1] / Math.max(1e-9, at.epochSeconds()),
            score > at.best());
    at = at.afterEpoch(score);
    if (isFirst()) {
      journal.epoch(result, now);
    }
  }

  /** The score of the first worker, so that all go on or none. */
  private double agreed(double score) {
    return group.map(all -> all.sum(isFirst() ? score : 0)[0]).orElse(score);
  }

  private boolean isFirst() {
    return group.map(all -> all.place().isFirst()).orElse(true);
  }

  private void save(PhaseRun<B> run) throws IOException {
    saved = System.nanoTime();
    if (!isFirst()) {
      return;
    }
    SequencedMap<String, Tensor> state = new LinkedHashMap<>();
    weights().forEach((name, tensor) -> state.put(NETWORK + name, tensor));
    ema.ifPresent(
        averages -> averages.averages().forEach((name, tensor) -> state.put(EMA + name, tensor)));
    run.state().forEach((name, tensor) -> state.put(OPTIMIZER + name, tensor));
    journal.save(at, state);
  }

  /** All that makes up the network: what is trained, and the statistics of batch norm. */
  private SequencedMap<String, Tensor> weights() {
    SequencedMap<String, Tensor> all = new LinkedHashMap<>(task.network().parameters());
    all.putAll(task.network().statistics());
    return all;
  }

  private static void restore(
      String prefix, SequencedMap<String, Tensor> into, Map<String, float[]> state) {
    try (NoGrad _ = NoGrad.open();
        TorchScope _ = TorchScope.open()) {
      into.forEach(
          (name, tensor) -> {
            float[] numbers = state.get(prefix + name);
            if (numbers == null || numbers.length != tensor.numel()) {
              throw new MalformedModelException(
                  "the checkpoint is of another run: its " + prefix + name + " does not fit");
            }
            tensor.copy_(Tensors.of(numbers, tensor.shape()));
          });
    }
  }
}
