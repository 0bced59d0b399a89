package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.Recognition;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Setting;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/**
 * The network of the zoo that an imported one is.
 *
 * @param recipe of that network
 * @param imported that network, with the weights under its own names
 */
record ZooMatch(Recipe recipe, ImportedGraph imported) {
  private static final List<Double> WIDTHS =
      List.of(1.0, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25, 0.1, 1.1, 1.2, 2.0);
  private static final int WHOLE_STRIDE = 32;
  private static final List<Integer> ATROUS = List.of(16, 8);

  /** Looks for it; empty if it is none. */
  static Optional<ZooMatch> of(Roles roles, Weights weights) {
    Shape image = roles.graph().inputs().getFirst().shape();
    boolean square = image.isMap() && image.height() == image.width() && image.channels() == 3;
    if (!square || roles.classes() == 0 || roles.graph().inputs().size() != 1) {
      return Optional.empty();
    }
    return Zoo.all().stream()
        .flatMap(architecture -> match(architecture, roles, weights).stream())
        .findFirst();
  }

  private static Optional<ZooMatch> match(Architecture architecture, Roles roles, Weights weights) {
    return architecture.heads().stream()
        .flatMap(head -> recipe(architecture, head, roles).stream())
        .filter(recipe -> hasAsManyLayers(recipe, roles.graph()))
        .flatMap(recipe -> settings(architecture, recipe).stream())
        .flatMap(recipe -> match(recipe, roles, weights).stream())
        .findFirst();
  }

  /** With the settings that show; empty if no recipe may have them. */
  private static Optional<Recipe> recipe(Architecture architecture, String head, Roles roles) {
    try {
      return Optional.of(
          architecture
              .defaults()
              .withNorm(norm(roles.graph()))
              .withHead(head)
              .withResolution(roles.graph().inputs().getFirst().shape().height())
              .withClasses(roles.classes()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the file has batch norm; converters that optimise fold it into the weights. */
  private static Norm norm(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> node.op() instanceof Op.BatchNorm)
        ? Norm.BATCH
        : Norm.FOLDED;
  }

  /** Which no setting but the head changes; building one network of each kind is cheap. */
  private static boolean hasAsManyLayers(Recipe recipe, Graph graph) {
    return graph(recipe).filter(ours -> layers(ours) == layers(graph)).isPresent();
  }

  private static long layers(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense)
        .count();
  }

  /** Settings that the file may have been made with. */
  private static List<Recipe> settings(Architecture architecture, Recipe base) {
    boolean wide = architecture.settings().contains(Setting.WIDTH);
    boolean free = architecture.settings().contains(Setting.CONVENTION);
    List<Recipe> recipes = new ArrayList<>();
    for (int stride : base.outputStride() == WHOLE_STRIDE ? List.of(WHOLE_STRIDE) : ATROUS) {
      for (Convention habit : free ? List.of(Convention.values()) : List.of(base.convention())) {
        for (double width : wide ? WIDTHS : List.of(base.width())) {
          recipes.add(base.withOutputStride(stride).withConvention(habit).withWidth(width));
        }
      }
    }
    return recipes;
  }

  private static Optional<Graph> graph(Recipe recipe) {
    try {
      return Optional.of(Zoo.graph(recipe));
    } catch (GraphException | IllegalArgumentException e) {
      return Optional.empty(); // a size that the architecture does not take
    }
  }

  private static Optional<ZooMatch> match(Recipe recipe, Roles roles, Weights weights) {
    Optional<Graph> built = graph(recipe).flatMap(graph -> answering(graph, roles.graph()));
    if (built.isEmpty()) {
      return Optional.empty();
    }
    Graph graph = built.get();
    Recognition found = Recognition.of(graph, roles.graph());
    if (found.difference().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new ZooMatch(recipe, new ImportedGraph(graph, found.renamed(graph, weights))));
  }

  /** The zoo's network up to what theirs gives, which may be the logits without a softmax. */
  private static Optional<Graph> answering(Graph ours, Graph theirs) {
    List<String> outputs = List.copyOf(theirs.outputs().keySet());
    if (!ours.outputs().keySet().containsAll(outputs)) {
      return Optional.empty();
    }
    return Optional.of(
        ours.outputs().size() == outputs.size()
            ? ours
            : ours.endingAt(outputs.toArray(String[]::new)));
  }
}
