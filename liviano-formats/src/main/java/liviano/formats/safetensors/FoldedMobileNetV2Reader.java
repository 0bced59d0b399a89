package liviano.formats.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * The TensorFlow authors' MobileNetV2 with batch norm folded, as safetensors: {@code conv0}, {@code
 * block00} to {@code block16}, {@code conv_last}, {@code classifier}; convolutions OHWI, depthwise
 * ones 1HWC. The width multiplier and the classes follow from the shapes; the resolution is in the
 * file's {@code arch}; without that it is 224.
 */
public final class FoldedMobileNetV2Reader implements ModelReader {
  private static final List<Double> WIDTHS =
      List.of(1.0, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25, 0.1, 1.1, 1.2, 2.0);
  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)");
  private static final Pattern ARCH =
      Pattern.compile("mobilenet_v2 [0-9.]{1,5} ([0-9]{2,5})(?:\\D.*)?");
  private static final int IMAGENET_WITH_BACKGROUND = 1001;
  private static final int DEFAULT_RESOLUTION = 224;

  @Override
  public String reads() {
    return "the TensorFlow authors' folded MobileNetV2 as safetensors";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    SafeTensorsFile file = SafeTensors.read(path);
    if (!file.weights().contains("conv0.weight") || !file.weights().contains("classifier.bias")) {
      return Optional.empty();
    }
    String name = path.toString();
    try {
      Recipe recipe = recipe(file);
      Graph graph = Zoo.graph(recipe);
      return Optional.of(
          ReadModel.of(
              new Model(
                  graph, renamed(graph, file.weights()), card(recipe, file), Optional.of(recipe))));
    } catch (MalformedModelException e) {
      throw e.inFile(name);
    }
  }

  private static Recipe recipe(SafeTensorsFile file) {
    Weights weights = file.weights();
    long classes = weights.get("classifier.bias").elementCount();
    if (classes < 1 || classes > 1 << 20) {
      throw new MalformedModelException("tensor 'classifier.bias' has " + classes + " numbers");
    }
    Recipe base =
        Recipe.of("mobilenet_v2")
            .withNorm(Norm.FOLDED)
            .withClasses((int) classes)
            .withResolution(resolution(file.metadata()));
    for (double width : WIDTHS) {
      Recipe recipe = base.withWidth(width);
      if (fits(Zoo.graph(recipe), weights)) {
        return recipe;
      }
    }
    throw new MalformedModelException(
        "the bottlenecks' channels are those of no width multiplier among " + WIDTHS);
  }

  private static int resolution(Map<String, String> metadata) {
    Matcher arch = ARCH.matcher(metadata.getOrDefault("arch", ""));
    return arch.matches() ? Integer.parseInt(arch.group(1)) : DEFAULT_RESOLUTION;
  }

  /** Whether the biases, which tell the channels of every layer, are those of the network. */
  private static boolean fits(Graph graph, Weights weights) {
    return graph
        .params()
        .filter(spec -> spec.role() == ParamSpec.Role.BIAS)
        .allMatch(
            spec ->
                weights
                    .find(sourceName(spec.name()))
                    .filter(tensor -> tensor.elementCount() == spec.shape().elements())
                    .isPresent());
  }

  private static Weights renamed(Graph graph, Weights weights) {
    List<Tensor> tensors = new ArrayList<>();
    graph
        .params()
        .forEach(
            spec -> {
              Tensor tensor = weights.require(sourceName(spec.name()), sourceDims(spec.shape()));
              tensors.add(
                  new Tensor(spec.name(), tensor.type(), spec.shape().extents(), tensor.data()));
            });
    return Weights.of(tensors);
  }

  private static String sourceName(String ours) {
    Matcher block = BLOCK.matcher(ours);
    if (block.matches()) {
      return String.format(
          Locale.ROOT, "block%02d.%s", Integer.parseInt(block.group(1)), block.group(2));
    }
    return ours.replaceFirst("^stem\\.conv\\.", "conv0.")
        .replaceFirst("^head\\.conv\\.", "conv_last.");
  }

  /** The same numbers in the same order: a depthwise 1HWC is our HWC, a classifier O11I our OI. */
  private static Extents sourceDims(Shape shape) {
    Extents ours = shape.extents();
    return switch (ours.rank()) {
      case 3 -> Extents.of(1, ours.get(0), ours.get(1), ours.get(2));
      case 2 -> Extents.of(ours.get(0), 1, 1, ours.get(1));
      default -> ours;
    };
  }

  private static ModelCard card(Recipe recipe, SafeTensorsFile file) {
    int side = recipe.resolution();
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    if (recipe.width() == 1.0 && side == DEFAULT_RESOLUTION) {
      // The checkpoint's published figures.
      accuracy.put("top1", 0.718);
      accuracy.put("top5", 0.910);
    }
    return new ModelCard(
        VisionTask.CLASSIFICATION,
        String.format(Locale.ROOT, "MobileNetV2 %s, %dx%d", recipe.width(), side, side),
        recipe.classes() == IMAGENET_WITH_BACKGROUND ? Labels.imageNetWithBackground() : List.of(),
        // The whole picture, as this file's reference answers were made: nothing at its margins is
        // lost.
        Preprocessing.tensorflow(side, side).withFit(new Fit.Squash()),
        file.metadata().getOrDefault("origin", ""),
        "Apache-2.0",
        accuracy);
  }
}
