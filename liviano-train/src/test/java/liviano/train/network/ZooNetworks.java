package liviano.train.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.RandomWeights;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Setting;
import liviano.zoo.Zoo;

/** Every network of the zoo with each of its heads, in each of its variants, and weights for it. */
final class ZooNetworks {
  private ZooNetworks() {}

  /** With few classes, narrow and for small pictures where the network takes that. */
  static Stream<Recipe> small() {
    return Zoo.all().stream()
        .flatMap(
            network ->
                network.variants().stream()
                    .flatMap(
                        variant ->
                            network.heads().stream()
                                .map(head -> small(network, variant).withHead(head))));
  }

  private static Recipe small(Architecture network, String variant) {
    Recipe small = network.defaults(variant).withClasses(3);
    if (network.settings().contains(Setting.WIDTH)) {
      small = small.withWidth(network.id().equals("shufflenet_v1") ? 0.5 : 0.25);
    }
    if (network.settings().contains(Setting.RESOLUTION)) {
      small = small.withResolution(side(network));
    }
    return small;
  }

  /** The first layers of some need room. */
  private static int side(Architecture network) {
    return switch (network.id()) {
      case "alexnet", "googlenet" -> 96;
      case "zfnet" -> 64;
      default -> 32;
    };
  }

  /** Random weights whose batch norms do something: every scale and variance is another. */
  static Weights weights(Graph graph, long seed) {
    Weights random = RandomWeights.of(graph, seed);
    List<Tensor> tensors = new ArrayList<>();
    SplittableRandom numbers = new SplittableRandom(seed);
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      Tensor tensor = random.get(spec.name());
      tensors.add(
          switch (spec.role()) {
            case SCALE, VARIANCE -> Tensor.of(spec.name(), tensor.dims(), around1(numbers, spec));
            default -> tensor;
          });
    }
    return Weights.of(tensors);
  }

  private static float[] around1(SplittableRandom numbers, ParamSpec spec) {
    float[] values = new float[spec.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.nextDouble(0.8, 1.25);
    }
    return values;
  }

  /** Numbers from -1 to 1. */
  static float[] numbers(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
