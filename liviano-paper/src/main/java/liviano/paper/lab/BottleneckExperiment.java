package liviano.paper.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import liviano.LivianoException;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.Kernels;
import liviano.cli.UsageException;
import liviano.cli.eval.LabelledSet;
import liviano.cli.input.Batch;
import liviano.cli.input.Input;
import liviano.cli.options.ModelOption;
import liviano.cli.options.NamedModel;
import liviano.cli.options.Pictures;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.model.Model;
import liviano.paper.experiments.BlockLoss;
import liviano.paper.experiments.BottleneckLoss;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Why bottlenecks are linear, on a trained network. */
@Command(
    name = "bottleneck",
    sortOptions = false,
    description = "Measure what a ReLU6 after each linear bottleneck would destroy.",
    footer = {
      "The paper's section 3.2 and figure 6a. Negative and over 6 are shares of a block's values;"
          + " energy is the sum of their squares, and the lost energy is the part that a ReLU6"
          + " would cut off. The network was trained without these ReLU6, so the accuracy shows how"
          + " much the cut values matter, not what a network trained with them would reach.",
      "",
      "DATA holds labels.csv (header file,class_0_to_999) and the pictures, in images/ or next to"
          + " it.",
      "",
      "Examples:",
      "  liviano lab bottleneck",
      "  liviano lab bottleneck --data imagenet-val --each --out pictures",
      "  liviano lab bottleneck --data imagenet-val --blocks 0,14-16"
    })
final class BottleneckExperiment implements Callable<Integer> {
  private static final int TOP = 5;

  @ParentCommand private LabCommand lab;
  @Mixin private ExperimentPictures pictures;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Measure accuracy too, on the labelled pictures of this folder.")
  private Optional<Path> data = Optional.empty();

  @Mixin private LimitOption limit;

  @Option(
      names = "--blocks",
      paramLabel = "BLOCKS",
      description = "Insert it after these blocks, such as 0,3-5; after all if not given.")
  private Optional<String> blocks = Optional.empty();

  @Option(names = "--each", description = "Insert it after each of the blocks alone, too.")
  private boolean each;

  @Mixin private ModelOption model;
  @Mixin private LabOptions options;

  /** For picocli, which fills the fields. */
  BottleneckExperiment() {}

  /** What one picture gave: the loss of each block, and each network's answer. */
  private record Found(List<BlockLoss> losses, List<List<Category>> categories) {}

  @Override
  public Integer call() throws IOException {
    requireOptions();
    CommandContext context = lab.context();
    // What can be wrong with the pictures is known before a network is read.
    List<Input> given = data.isPresent() ? List.of() : limit.of(pictures.expand(context));
    NamedModel named = model.load(context);
    Model loaded = named.model();
    List<Bottleneck> all = bottlenecks(named);
    List<Integer> chosen = chosen(all.size());
    CompileOptions kernels = Kernels.options();
    CompileOptions compile = kernels.toBuilder().packedWeights(kernels.newPackedWeights()).build();
    BottleneckLoss loss = BottleneckLoss.of(loaded, compile);
    List<Variant> variants = data.isPresent() ? variants(named, all, chosen, compile) : List.of();
    Optional<LabelledSet> set =
        data.isPresent()
            ? Optional.of(
                LabelledSet.inFolder(data.get(), variants.getFirst().classifier().labels()))
            : Optional.empty();
    List<Input> inputs = set.map(labelled -> limit.of(labelled.inputs())).orElse(given);
    AtomicInteger status = new AtomicInteger();
    options.answer(
        context,
        () -> {
          BottleneckAnswer answer = new BottleneckAnswer(variants, chosen);
          status.set(
              new Batch(context)
                  .run(
                      inputs,
                      input -> found(loss, variants, Pictures.read(input)),
                      (input, found) ->
                          answer.add(
                              found.losses(),
                              found.categories(),
                              set.map(labelled -> labelled.classOf(input)))));
          ExperimentPictures.requireAny(answer.pictures(), inputs.size());
          return answer;
        });
    return status.get();
  }

  private static Found found(BottleneckLoss loss, List<Variant> variants, Picture picture) {
    return new Found(
        loss.measure(picture),
        variants.stream().map(variant -> variant.classifier().classify(picture)).toList());
  }

  private void requireOptions() {
    limit.require();
    if (data.isPresent() && pictures.areGiven()) {
      throw new UsageException("give pictures or --data, not both");
    }
    if (data.isEmpty() && (blocks.isPresent() || each)) {
      throw new UsageException("--blocks and --each change the accuracy: they need --data");
    }
  }

  private List<Integer> chosen(int count) {
    return BlockChoice.parse(blocks.orElse("0-" + (count - 1)), count);
  }

  private static List<Bottleneck> bottlenecks(NamedModel loaded) {
    try {
      return BottleneckLoss.bottlenecks(loaded.model());
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(loaded.name() + ": " + e.getMessage(), e);
    }
  }

  /** The network as trained, with all chosen blocks cut, and perhaps with each of them alone. */
  private List<Variant> variants(
      NamedModel named, List<Bottleneck> all, List<Integer> chosen, CompileOptions compile) {
    Model loaded = named.model();
    List<Variant> variants = new ArrayList<>();
    variants.add(variant(Variant.TRAINED, List.of(), named, compile));
    List<Bottleneck> cut = chosen.stream().map(all::get).toList();
    String name =
        chosen.size() == all.size()
            ? String.format(Locale.ROOT, "ReLU6 after all %d blocks", all.size())
            : "ReLU6 after blocks " + blocks.get();
    variants.add(variant(name, chosen, named.with(BottleneckLoss.withRelu6(loaded, cut)), compile));
    for (int number : each ? chosen : List.<Integer>of()) {
      Model one = BottleneckLoss.withRelu6(loaded, List.of(all.get(number)));
      variants.add(variant(all.get(number).name(), List.of(number), named.with(one), compile));
    }
    return variants;
  }

  private static Variant variant(
      String name, List<Integer> cut, NamedModel network, CompileOptions compile) {
    try {
      ClassifierOptions answers =
          ClassifierOptions.builder().maxResults(TOP).compile(compile).build();
      return new Variant(name, cut, ImageClassifier.of(network.model(), answers));
    } catch (IllegalArgumentException | LivianoException e) {
      throw new CommandException(network.name() + ": " + e.getMessage(), e);
    }
  }
}
