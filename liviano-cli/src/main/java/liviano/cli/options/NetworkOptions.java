package liviano.cli.options;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.UsageException;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import picocli.CommandLine.Option;

/** Settings of a network of the zoo; those that are not given are the published ones. */
public final class NetworkOptions {
  @Option(names = "--width", paramLabel = "W", description = "Width multiplier, such as 0.35.")
  private Optional<Double> width = Optional.empty();

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the input.")
  private Optional<Integer> resolution = Optional.empty();

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "The number of the classifier's outputs.")
  private Optional<Integer> classes = Optional.empty();

  @Option(
      names = "--output-stride",
      paramLabel = "S",
      description = "Input size over the last map's size: 32, 16 or 8.")
  private Optional<Integer> outputStride = Optional.empty();

  @Option(names = "--expansion", paramLabel = "T", description = "Expansion factor of the blocks.")
  private Optional<Integer> expansion = Optional.empty();

  @Option(
      names = "--head",
      paramLabel = "NAME",
      description = "The layers on top of the backbone, such as pool or aspp of DeepLabv3.")
  private Optional<String> head = Optional.empty();

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "Another form of the network, such as torchvision of GoogLeNet.")
  private Optional<String> variant = Optional.empty();

  /** Height and width of the input, where they were given. */
  public Optional<Integer> resolution() {
    return resolution;
  }

  public boolean anySet() {
    return Stream.of(width, resolution, classes, outputStride, expansion, head, variant)
        .anyMatch(Optional::isPresent);
  }

  /**
   * The network of that identifier with these settings.
   *
   * @throws UsageException if there is none, or a setting is out of range
   */
  public Recipe recipe(String network) {
    try {
      Recipe recipe = Zoo.architecture(network).defaults(variant.orElse(""));
      recipe = with(recipe, width, Recipe::withWidth);
      recipe = with(recipe, resolution, Recipe::withResolution);
      recipe = with(recipe, classes, Recipe::withClasses);
      recipe = with(recipe, outputStride, Recipe::withOutputStride);
      recipe = with(recipe, expansion, Recipe::withExpansion);
      return with(recipe, head, Recipe::withHead);
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * Its graph.
   *
   * @throws UsageException if the settings are too large together
   */
  public static Graph graph(Recipe recipe) {
    try {
      Graph graph = Zoo.graph(recipe);
      graph.params().forEach(constant -> {}); // their shapes have a limit too
      return graph;
    } catch (IllegalArgumentException | LivianoException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static <T> Recipe with(
      Recipe recipe, Optional<T> setting, BiFunction<Recipe, T, Recipe> change) {
    return setting.map(value -> change.apply(recipe, value)).orElse(recipe);
  }
}
