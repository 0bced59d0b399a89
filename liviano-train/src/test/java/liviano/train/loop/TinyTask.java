package liviano.train.loop;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.train.loss.CrossEntropy;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.optimize.TrainedParameter;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/** Tells bright squares at the left from those at the right: learned in a few steps. */
public final class TinyTask implements TrainTask<TinyTask.Batch> {
  static final int BATCHES = 12;

  /** One phase of three epochs. */
  public static final TrainSettings SETTINGS =
      new TrainSettings(
          List.of(
              new Phase(
                  "all",
                  3,
                  new OptimizerSettings.RmsProp(0.9, 0.9, 0.1),
                  at -> 0.04 / (1 + at),
                  Mode.TRAINING,
                  network ->
                      network.parameters().entrySet().stream()
                          .map(each -> new TrainedParameter(each.getKey(), each.getValue(), 1, 0))
                          .toList())),
          5,
          OptionalDouble.of(0.8),
          OptionalDouble.empty(),
          false,
          OptionalInt.empty(),
          Duration.ofHours(1));

  private static final int SIDE = 6;
  private static final int SIZE = 8;

  /** Pictures and where their squares are. */
  public record Batch(float[] pictures, long[] labels) {
    /** These and then the others. */
    public Batch and(Batch others) {
      FloatBuffer all = FloatBuffer.allocate(pictures.length + others.pictures.length);
      LongBuffer classes = LongBuffer.allocate(labels.length + others.labels.length);
      return new Batch(
          all.put(pictures).put(others.pictures).array(),
          classes.put(labels).put(others.labels).array());
    }
  }

  private final TorchNetwork network;
  private final int rank;
  private final List<Integer> seen = new ArrayList<>();

  /** One that is alone. */
  TinyTask() {
    this(0);
  }

  /** That of one of several workers: each has other pictures. */
  public TinyTask(WorkerPlace place) {
    this(place.rank());
  }

  private TinyTask(int rank) {
    this.rank = rank;
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(SIDE, SIDE, 1));
    Value map =
        graph.add("conv", new Op.Conv2d(4, Window.square(3, 2, Padding.SAME), 1, false), image);
    map = graph.add("conv.norm", new Op.BatchNorm(1e-3f), map);
    map = graph.add("conv.relu6", new Op.Relu6(), map);
    Value flat = graph.add("flat", new Op.Reshape(Shape.of(map.shape().elements())), map);
    Value logits = graph.add("classifier", new Op.Dense(2, true), flat);
    Graph built = graph.output("logits", logits).build();
    this.network = TorchNetwork.of(built, RandomWeights.of(built, 1));
    network.dropout("classifier", 0.2);
  }

  /** The first numbers of the batches that were asked for, to see that none is missed. */
  List<Integer> seen() {
    return seen;
  }

  @Override
  public TorchNetwork network() {
    return network;
  }

  @Override
  public int batchesPerEpoch() {
    return BATCHES;
  }

  @Override
  public BatchStream<Batch> epoch(long epoch, int fromBatch) {
    return new BatchStream<>() {
      private int next = fromBatch;

      @Override
      public Optional<Batch> next() {
        if (next == BATCHES) {
          return Optional.empty();
        }
        seen.add((int) epoch * BATCHES + next);
        return Optional.of(batch(100 + 1000 * rank + epoch * BATCHES + next++));
      }

      @Override
      public void close() {}
    };
  }

  private static Batch batch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pictures = new float[SIZE * SIDE * SIDE];
    long[] labels = new long[SIZE];
    for (int i = 0; i < SIZE; i++) {
      labels[i] = random.nextInt(2);
      int top = random.nextInt(SIDE - 1);
      int left = (int) labels[i] * SIDE / 2 + random.nextInt(2);
      for (int at = 0; at < SIDE * SIDE; at++) {
        boolean bright = at / SIDE - top >> 1 == 0 && at % SIDE - left >> 1 == 0;
        pictures[i * SIDE * SIDE + at] = (float) ((bright ? 1 : 0) + random.nextDouble(-0.2, 0.2));
      }
    }
    return new Batch(pictures, labels);
  }

  @Override
  public int size(Batch batch) {
    return batch.labels().length;
  }

  private Tensor logits(Batch batch, Mode mode) {
    Tensor pictures = Tensors.of(batch.pictures(), size(batch), 1, SIDE, SIDE);
    return network.forward(Map.of("image", pictures), mode).get("logits");
  }

  @Override
  public Tensor loss(Batch batch, Mode mode) {
    return CrossEntropy.PLAIN.of(logits(batch, mode), Tensors.of(batch.labels(), size(batch)));
  }

  @Override
  public Evaluation evaluate() {
    int right = 0;
    double loss = 0;
    for (int b = 0; b < BATCHES; b++) {
      try (TorchScope _ = TorchScope.open();
          NoGrad _ = NoGrad.open()) {
        Batch batch = batch(b);
        Tensor logits = logits(batch, Mode.EVALUATION);
        loss += Tensors.number(CrossEntropy.PLAIN.of(logits, Tensors.of(batch.labels(), SIZE)));
        float[] numbers = Tensors.floats(logits);
        for (int i = 0; i < SIZE; i++) {
          right += (numbers[2 * i + 1] > numbers[2 * i] ? 1 : 0) == batch.labels()[i] ? 1 : 0;
        }
      }
    }
    return new Evaluation(
        loss / BATCHES, "accuracy", right / (double) (BATCHES * SIZE), new LinkedHashMap<>());
  }

  @Override
  public List<String> headPrefixes() {
    return List.of("classifier.");
  }

  @Override
  public void close() {
    network.close();
  }
}
