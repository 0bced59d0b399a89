package liviano.formats.names;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import liviano.graph.ParamSpec.Role;
import liviano.model.ModelCard;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/** What a program calls the tensors of MobileNetV2, how it lays them out, and what it computes. */
public sealed interface Layout
    permits Torchvision, Timm, DLi14, HuggingFace, FoldedTensorFlow, Slim, Keras {

  /** All that are known. */
  static List<Layout> all() {
    return List.of(
        new Torchvision(),
        new Timm(),
        new DLi14(),
        new HuggingFace(),
        new FoldedTensorFlow(),
        new Slim(),
        new Keras());
  }

  /** Whose names they are, for people: {@code torchvision's}. */
  String title();

  /** The order of weights' extents. */
  TensorOrder order();

  /** Padding and epsilon of batch norm in that program. */
  Convention convention();

  /**
   * The tensor that holds a layer's numbers, or those of the batch norm after it.
   *
   * @param role weight and bias of the layer itself, the others of its batch norm
   */
  String name(Layer layer, Role role);

  /**
   * How many blocks each stage has; names that count blocks without stages have the paper's.
   *
   * @param has whether there is a tensor of a name
   */
  default List<Integer> stages(Predicate<String> has) {
    return Block.paperStages();
  }

  /** How that program prepares pictures for an input of so many pixels a side. */
  Habit habit(int side);

  /**
   * Height and width of the input, which weights do not tell.
   *
   * @param texts what the file says beside its tensors
   */
  default int side(Map<String, String> texts) {
    return 224;
  }

  /** Whether the program's network has batch norm after every convolution. */
  default boolean hasNorms() {
    return true;
  }

  /** What the program asks a file to say beside its tensors, by their keys. */
  default Map<String, String> texts(Recipe recipe) {
    return Map.of("format", "pt");
  }

  /** Whether a tensor of this name is of no use for answers: it counts steps of training. */
  default boolean ignores(String name) {
    return name.endsWith(".num_batches_tracked");
  }

  /** A card with what is known of the weights of such files. */
  default ModelCard card(ModelCard plain, Optional<Recipe> recipe, Map<String, String> texts) {
    return plain;
  }

  /** Whether these are the names in a file, told by three tensors that no other program has. */
  default boolean fits(Predicate<String> has) {
    Block second = new Block(1, 1, 0);
    return List.of(new Layer.Stem(), new Layer.Depthwise(second), new Layer.Classifier()).stream()
        .allMatch(layer -> has.test(name(layer, Role.WEIGHT)));
  }

  /** The layout of a file. */
  static Optional<Layout> find(Predicate<String> has) {
    return all().stream().filter(layout -> layout.fits(has)).findFirst();
  }
}
