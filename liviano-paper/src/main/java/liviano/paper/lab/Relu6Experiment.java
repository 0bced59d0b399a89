package liviano.paper.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.cli.options.StandardModel;
import liviano.formats.store.ModelStore;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.paper.experiments.LayerRange;
import liviano.paper.experiments.ReluNetwork;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Why ReLU6 and not ReLU, and what the linear layers keep. */
@Command(
    name = "relu6",
    sortOptions = false,
    description = "Measure what the 6 of ReLU6 does to the ranges of layers, and to eight bits.",
    footer = {
      "The paper takes ReLU6 for the sake of numbers of few bits (section 3.3). The same weights "
          + "run once with ReLU and once with ReLU6. A layer's range parted into 255 steps is what "
          + "one byte can hold of it; dB are the squares of its values over those of what rounding "
          + "to these steps changes, in this layer alone. Cut are the values at 6.",
      "",
      "Without --model it takes the installed classifier, and where none is installed MobileNetV2 "
          + "with random weights, and says so; nothing is fetched.",
      "",
      "Examples:",
      "  liviano lab relu6",
      "  liviano lab relu6 --model mobilenet_v2_1.0_224 --out pictures holidays/"
    })
final class Relu6Experiment implements Callable<Integer> {
  private static final int PIXELS = 224;

  @ParentCommand private LabCommand lab;
  @Mixin private ExperimentPictures pictures;
  @Mixin private LimitOption limit;
  @Mixin private ModelOption model;
  @Mixin private SeedOption seed;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  Relu6Experiment() {}

  /** One of the two networks, and what the pictures gave so far. */
  private static final class Run {
    private final ReluNetwork network;
    private Optional<List<LayerRange>> ranges = Optional.empty();
    private Optional<List<Double>> noise = Optional.empty();

    Run(ReluNetwork network) {
      this.network = network;
    }

    Relu6Answer.Measured measured() {
      return new Relu6Answer.Measured(ranges.orElseThrow(), noise.orElseThrow());
    }
  }

  @Override
  public Integer call() throws IOException {
    limit.require();
    CommandContext context = lab.context();
    List<Input> inputs = limit.of(pictures.expand(context));
    boolean trained =
        model.isSet()
            || StandardModel.CLASSIFIER
                .installed(new ModelStore(context.modelFolder()))
                .isPresent();
    NamedModel named = trained ? model.load(context) : seeded(seed.value());
    List<Run> runs = runs(named);
    AtomicInteger status = new AtomicInteger();
    options.answer(
        context,
        () -> {
          int seen = measure(context, inputs, runs, status);
          Optional<Long> drawn = trained ? Optional.empty() : Optional.of(seed.value());
          return new Relu6Answer(
              named.name(), drawn, seen, runs.getFirst().measured(), runs.getLast().measured());
        });
    return status.get();
  }

  private static NamedModel seeded(long seed) {
    Recipe recipe = Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(
            VisionTask.CLASSIFICATION, "MobileNetV2", Preprocessing.tensorflow(PIXELS, PIXELS));
    Model random = new Model(graph, RandomWeights.of(graph, seed), card, Optional.of(recipe));
    return new NamedModel(recipe.architecture(), random, false);
  }

  private static List<Run> runs(NamedModel named) {
    try {
      return List.of(
          new Run(ReluNetwork.of(named.model(), new Op.Relu(), Kernels.options())),
          new Run(ReluNetwork.of(named.model(), new Op.Relu6(), Kernels.options())));
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(named.name() + ": " + e.getMessage(), e);
    }
  }

  /** Looks at the pictures twice: steps are known when all ranges are. */
  private static int measure(
      CommandContext context, List<Input> inputs, List<Run> runs, AtomicInteger status) {
    List<Input> readable = new ArrayList<>();
    status.set(
        new Batch(context)
            .run(
                inputs,
                input -> {
                  Picture picture = Pictures.read(input);
                  return runs.stream().map(run -> run.network.ranges(picture)).toList();
                },
                (input, found) -> {
                  readable.add(input);
                  for (int i = 0; i < runs.size(); i++) {
                    runs.get(i).ranges =
                        Optional.of(ReluNetwork.sum(runs.get(i).ranges, found.get(i)));
                  }
                }));
    ExperimentPictures.requireAny(readable.size(), inputs.size());
    int again =
        new Batch(context)
            .run(
                readable,
                input -> {
                  Picture picture = Pictures.read(input);
                  return runs.stream()
                      .map(run -> run.network.noise(picture, run.ranges.orElseThrow()))
                      .toList();
                },
                (_, found) -> {
                  for (int i = 0; i < runs.size(); i++) {
                    runs.get(i).noise =
                        Optional.of(ReluNetwork.sumNoise(runs.get(i).noise, found.get(i)));
                  }
                });
    status.accumulateAndGet(again, Math::max);
    return readable.size();
  }
}
