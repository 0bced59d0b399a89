package liviano.formats.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.MalformedModelException;
import liviano.formats.ReadModel;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.ModelInfo;
import liviano.model.VisionTask;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** Reads a MobileNetV2 by the names of its tensors. */
public final class NamedNetwork {
  private static final String ID = "mobilenet_v2";
  private static final int IMAGENET = 1000;
  private static final int IMAGENET_WITH_BACKGROUND = 1001;

  private final Checkpoint checkpoint;
  private final Layout layout;
  private final NetworkShape shape;
  private final boolean hasNorms;
  private final Optional<ModelInfo> info;

  private NamedNetwork(Checkpoint checkpoint, Layout layout) {
    this.checkpoint = checkpoint;
    this.layout = layout;
    this.shape = NetworkShape.of(layout, checkpoint.tensors());
    this.hasNorms = checkpoint.tensors().contains(layout.name(new Layer.Stem(), Role.MEAN));
    this.info = ModelInfo.find(checkpoint.texts());
  }

  /**
   * The model; empty if the names are those of no known program.
   *
   * @throws MalformedModelException if a tensor is missing, has another shape than its layer, or
   *     belongs to no layer
   */
  public static Optional<ReadModel> read(Checkpoint checkpoint) {
    return Layout.find(checkpoint.tensors()::contains)
        .map(layout -> new NamedNetwork(checkpoint, layout).model());
  }

  /**
   * What keras-applications calls a MobileNetV2's weights, in the order in which its files hold
   * them whatever they call them there: Keras itself loads such files by their order.
   */
  public static List<String> namesInKerasOrder() {
    return Keras.inOrder();
  }

  private ReadModel model() {
    Norm norm = hasNorms ? Norm.BATCH : Norm.FOLDED;
    Optional<Recipe> stated = info.flatMap(ModelInfo::recipe).filter(r -> isOfThis(r));
    int side = stated.map(Recipe::resolution).orElseGet(() -> layout.side(checkpoint.texts()));
    Graph graph =
        stated.map(Zoo::graph).orElseGet(() -> shape.graph(side, layout.convention(), norm));
    Optional<Recipe> recipe = stated.or(() -> shape.recipe(graph, side, layout.convention(), norm));
    Weights weights = weights(graph);
    if (info.isPresent()) {
      return ReadModel.of(new Model(graph, weights, info.get().card(), recipe));
    }
    Habit habit = layout.habit(side);
    String title = title(recipe, side);
    ModelCard plain =
        new ModelCard(
            VisionTask.CLASSIFICATION,
            title,
            labels(),
            habit.preprocessing(),
            "",
            "",
            new LinkedHashMap<>());
    ModelCard card = layout.card(plain, recipe, checkpoint.texts());
    return new ReadModel(
        new Model(graph, weights, card, recipe),
        habit.description().isEmpty() ? List.of() : List.of(notice(title, habit, side)));
  }

  /** Whether a recipe is of the network that these names are of. */
  static boolean isOfThis(Recipe recipe) {
    return recipe.architecture().equals(ID) && recipe.variant().isEmpty();
  }

  private String notice(String title, Habit habit, int side) {
    return String.format(
        Locale.ROOT,
        "%s in %s names: it is %s (such a file does not say the size); pictures: %s at %dx%d, as"
            + " the names are; %s",
        checkpoint.kind(),
        layout.title(),
        title,
        habit.description(),
        side,
        side,
        labels().isEmpty()
            ? "no labels: its classes are called by their numbers"
            : "labels: ImageNet's, of " + labels().size());
  }

  private static String title(Optional<Recipe> recipe, int side) {
    String name = Zoo.architecture(ID).title();
    String width = recipe.map(r -> " " + r.width()).orElse(" of channels of its own");
    return String.format(Locale.ROOT, "%s%s, %dx%d", name, width, side, side);
  }

  private List<String> labels() {
    return switch (shape.classes()) {
      case IMAGENET -> Labels.imageNet();
      case IMAGENET_WITH_BACKGROUND -> Labels.imageNetWithBackground();
      default -> List.of();
    };
  }

  private Weights weights(Graph graph) {
    Map<String, Layer> layers = new HashMap<>();
    Layer.of(shape.blocks()).forEach(layer -> layers.put(layer.ours(), layer));
    List<Tensor> weights = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        Layer layer = layers.get(layer(spec));
        boolean fromNorm = hasNorms && isFolded(layer, spec);
        String name = layout.name(layer, fromNorm ? Role.OFFSET : spec.role());
        Tensor tensor = checkpoint.tensors().get(name);
        requireReal(tensor);
        weights.add(layout.order().ours(spec, tensor));
        used.add(name);
        if (fromNorm) {
          used.addAll(IdentityNorm.require(layout, layer, checkpoint.tensors()));
        }
      }
    }
    requireNoOther(used);
    return Weights.of(weights);
  }

  /** The layer of a parameter, or that before its batch norm. */
  static String layer(ParamSpec spec) {
    return spec.name().replaceFirst("(\\.norm)?\\.[a-z]+$", "");
  }

  /** Whether a bias of ours is the offset of a norm in a file that has one after each layer. */
  static boolean isFolded(Layer layer, ParamSpec spec) {
    return spec.role() == Role.BIAS && !(layer instanceof Layer.Classifier);
  }

  private static void requireReal(Tensor tensor) {
    if (!tensor.type().isFloating()) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "tensor '%s' holds %s, expected F32, F16, BF16 or F64",
              tensor.name(),
              tensor.type()));
    }
  }

  /** What belongs to no layer would otherwise be left out silently. */
  private void requireNoOther(Set<String> used) {
    for (String name : checkpoint.tensors().names()) {
      if (!used.contains(name) && !layout.ignores(name)) {
        throw new MalformedModelException(
            String.format(
                Locale.ROOT,
                "tensor '%s' belongs to no layer of MobileNetV2 in %s names",
                name,
                layout.title()));
      }
    }
  }
}
