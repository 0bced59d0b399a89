package liviano.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.optimize.TrainedParameter;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("libtorch")
class TrainerTest {

  @BeforeAll
  static void sumsHaveOneOrder() {
    Torch.threads(1);
  }

  /** Remembers all that it is told. */
  private static final class Memory implements Journal {
    private final List<EpochResult> epochs = new ArrayList<>();
    private final List<Boolean> best = new ArrayList<>();
    private final List<Progress> saved = new ArrayList<>();
    private Map<String, float[]> state = Map.of();
    private Progress at = Progress.START;

    @Override
    public void epoch(EpochResult result, Weights weights) {
      epochs.add(result);
      best.add(result.isBest());
    }

    @Override
    public void save(Progress progress, SequencedMap<String, Tensor> tensors) {
      at = Progress.of(progress.texts());
      saved.add(at);
      state = new HashMap<>();
      tensors.forEach((name, tensor) -> state.put(name, Tensors.floats(tensor)));
    }

    @Override
    public void step(Progress progress, int batches, double loss) {}
  }

  private static final OptimizerSettings RMS_PROP = new OptimizerSettings.RmsProp(0.9, 0.9, 0.1);

  private static List<TrainedParameter> trained(TorchNetwork network, String prefix) {
    List<TrainedParameter> trained = new ArrayList<>();
    network
        .parameters()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                trained.add(new TrainedParameter(name, tensor, 1, 1e-4));
              }
            });
    return trained;
  }

  private static TrainSettings settings(OptionalInt patience) {
    return new TrainSettings(
        List.of(
            new Phase(
                "head",
                1,
                new OptimizerSettings.Sgd(0.9, true),
                _ -> 0.05,
                Mode.FROZEN_NORM,
                network -> trained(network, "classifier.")),
            new Phase(
                "all", 3, RMS_PROP, at -> 0.04 / (1 + at), Mode.TRAINING, all -> trained(all, ""))),
        5,
        OptionalDouble.of(0.8),
        OptionalDouble.of(1),
        false,
        patience,
        Duration.ofHours(1));
  }

  private static Map<String, float[]> numbers(TinyTask task) {
    Map<String, float[]> numbers = new LinkedHashMap<>();
    task.network().parameters().forEach((name, t) -> numbers.put(name, Tensors.floats(t)));
    task.network().statistics().forEach((name, t) -> numbers.put(name, Tensors.floats(t)));
    return numbers;
  }

  private static Trainer.Ending run(TinyTask task, Memory memory, BooleanSupplier stop)
      throws IOException {
    return new Trainer<>(task, settings(OptionalInt.empty()), memory, Optional.empty(), stop).run();
  }

  @Test
  void learnsAndTellsOfEachEpoch() throws IOException {
    try (TinyTask task = new TinyTask()) {
      Memory memory = new Memory();
      Map<String, float[]> before = numbers(task);
      assertThat(run(task, memory, () -> false)).isEqualTo(Trainer.Ending.DONE);
      assertThat(memory.epochs).extracting(EpochResult::epoch).containsExactly(1, 2, 3, 4);
      assertThat(memory.epochs)
          .extracting(EpochResult::phase)
          .containsExactly("head", "all", "all", "all");
      assertThat(memory.epochs.getLast().validation().score()).isGreaterThan(0.9);
      assertThat(memory.epochs.getLast().trainLoss())
          .isLessThan(memory.epochs.getFirst().trainLoss());
      assertThat(memory.best).first().isEqualTo(true);
      assertThat(memory.saved).hasSize(4);
      assertThat(task.seen()).isEqualTo(IntStream.range(0, 4 * TinyTask.BATCHES).boxed().toList());
      assertThat(numbers(task).get("conv.weight")).isNotEqualTo(before.get("conv.weight"));
    }
  }

  @Test
  void theFirstPhaseTrainsTheHeadAlone() throws IOException {
    try (TinyTask task = new TinyTask()) {
      Map<String, float[]> before = numbers(task);
      int[] steps = {0};
      run(task, new Memory(), () -> ++steps[0] == 3);
      Map<String, float[]> after = numbers(task);
      assertThat(after.get("classifier.weight")).isNotEqualTo(before.get("classifier.weight"));
      for (String name : List.of("conv.weight", "conv.norm.scale", "conv.norm.mean")) {
        assertThat(after.get(name)).as(name).containsExactly(before.get(name));
      }
    }
  }

  /** After each step, within and between epochs and phases. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 12, 20, 33, 44})
  void goesOnToTheSameWeights(int stopAfter) throws IOException {
    Map<String, float[]> whole;
    List<Double> losses;
    try (TinyTask task = new TinyTask()) {
      Memory memory = new Memory();
      run(task, memory, () -> false);
      whole = numbers(task);
      losses = memory.epochs.stream().map(EpochResult::trainLoss).toList();
    }
    Memory memory = new Memory();
    try (TinyTask task = new TinyTask()) {
      int[] steps = {0};
      assertThat(run(task, memory, () -> ++steps[0] >= stopAfter))
          .isEqualTo(Trainer.Ending.STOPPED);
    }
    try (TinyTask task = new TinyTask()) {
      Trainer<?> trainer =
          new Trainer<>(task, settings(OptionalInt.empty()), memory, Optional.empty(), () -> false);
      assertThat(trainer.resume(memory.at, memory.state)).isEqualTo(Trainer.Ending.DONE);
      Map<String, float[]> gone = numbers(task);
      whole.forEach(
          (name, numbers) -> assertThat(gone.get(name)).as(name).containsExactly(numbers));
    }
    assertThat(memory.epochs.stream().map(EpochResult::trainLoss).toList()).isEqualTo(losses);
  }

  @Test
  void endsWhenTheScoreGetsNoBetter() throws IOException {
    try (TinyTask task = new TinyTask()) {
      Memory memory = new Memory();
      Trainer.Ending ending =
          new Trainer<>(
                  new SameScore(task),
                  settings(OptionalInt.of(2)),
                  memory,
                  Optional.empty(),
                  () -> false)
              .run();
      assertThat(ending).isEqualTo(Trainer.Ending.NO_BETTER);
      assertThat(memory.epochs).hasSize(3);
      assertThat(memory.best).containsExactly(true, false, false);
    }
  }

  /** A task that never gets better. */
  private record SameScore(TinyTask task) implements TrainTask<TinyTask.Batch> {
    @Override
    public TorchNetwork network() {
      return task.network();
    }

    @Override
    public int batchesPerEpoch() {
      return task.batchesPerEpoch();
    }

    @Override
    public BatchStream<TinyTask.Batch> epoch(long epoch, int fromBatch) {
      return task.epoch(epoch, fromBatch);
    }

    @Override
    public int size(TinyTask.Batch batch) {
      return task.size(batch);
    }

    @Override
    public Tensor loss(TinyTask.Batch batch, Mode mode) {
      return task.loss(batch, mode);
    }

    @Override
    public Evaluation evaluate() {
      return new Evaluation(1, "accuracy", 0.5, new LinkedHashMap<>());
    }

    @Override
    public List<String> headPrefixes() {
      return task.headPrefixes();
    }

    @Override
    public void close() {}
  }

  @Test
  void aLossThatIsNoNumberEndsIt() {
    TrainSettings wild =
        new TrainSettings(
            List.of(
                new Phase(
                    "all",
                    9,
                    new OptimizerSettings.Sgd(0.9, false),
                    _ -> 1e30,
                    Mode.TRAINING,
                    network -> trained(network, ""))),
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            false,
            OptionalInt.empty(),
            Duration.ofHours(1));
    try (TinyTask task = new TinyTask()) {
      Memory memory = new Memory();
      Trainer<?> trainer = new Trainer<>(task, wild, memory, Optional.empty(), () -> false);
      assertThatThrownBy(trainer::run)
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("no longer finite at step")
          .hasMessageContaining("learning rate");
      assertThat(memory.saved).isEmpty();
    }
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() {
    try (TinyTask task = new TinyTask()) {
      Trainer<?> trainer =
          new Trainer<>(
              task, settings(OptionalInt.empty()), new Memory(), Optional.empty(), () -> false);
      assertThatThrownBy(() -> trainer.resume(Progress.START, Map.of("network.x", new float[1])))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("the checkpoint is of another run");
    }
  }
}
