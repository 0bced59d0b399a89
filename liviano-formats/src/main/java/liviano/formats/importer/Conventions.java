package liviano.formats.importer;

import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.ChannelOrder;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/**
 * How pictures are prepared for a network whose file does not say it, and why so.
 *
 * @param reason one line for people
 */
record Conventions(Preprocessing preprocessing, String reason) {
  private static final int TEACHABLE_SIDE = 224;
  private static final int TEACHABLE_FEATURES = 1280;
  private static final int TEACHABLE_UNITS = 100;
  private static final String MINUS_ONE = "pixel / 127.5 - 1";

  /**
   * The convention of a network.
   *
   * @param stated from pixels to input values, where the file says it
   * @param recipe where it is a network of the zoo
   */
  static Conventions of(Graph graph, Optional<Normalization> stated, Optional<Recipe> recipe) {
    Shape image = graph.inputs().getFirst().shape();
    int width = image.isMap() ? side(image.width()) : 1;
    int height = image.isMap() ? side(image.height()) : 1;
    Preprocessing whole = Preprocessing.keras(width, height);
    String size = String.format(Locale.ROOT, "%dx%d", width, height);
    if (stated.isPresent()) {
      return new Conventions(
          whole.withNormalization(stated.get()),
          "the whole picture at " + size + ", normalised as the file's metadata say");
    }
    if (isTeachableMachine(graph)) {
      return new Conventions(
          new Preprocessing(
              width,
              height,
              new Fit.ResizeAndCrop(TEACHABLE_SIDE),
              ResizeRule.ANTIALIASED_BICUBIC, // next to the Lanczos of its sample programs
              Normalization.minusOneToOne(),
              ChannelOrder.RGB),
          "centre square at " + size + ", " + MINUS_ONE + ", as its head is Teachable Machine's");
    }
    if (recipe.filter(r -> r.convention() == Convention.PYTORCH).isPresent()) {
      return new Conventions(
          Preprocessing.torchvision(width, height),
          "torchvision's at " + size + ", as its padding is PyTorch's");
    }
    return new Conventions(
        whole,
        "the whole picture at "
            + size
            + ", "
            + MINUS_ONE
            + (recipe.isPresent()
                ? ", as TensorFlow's networks have it"
                : ", which is a guess: the file says nothing of it"));
  }

  private static int side(int pixels) {
    return Math.min(pixels, Preprocessing.MAX_SIDE);
  }

  /**
   * Pooled features of MobileNetV2, a dense layer of 100 with ReLU, another one, softmax: the head
   * that Teachable Machine trains, whatever its layers are called.
   */
  private static boolean isTeachableMachine(Graph graph) {
    Shape side = Shape.of(TEACHABLE_SIDE, TEACHABLE_SIDE, 3);
    return graph.inputs().size() == 1
        && graph.inputs().getFirst().shape().equals(side)
        && Optional.ofNullable(graph.outputs().get("logits"))
            .flatMap(logits -> giver(graph, logits))
            .filter(node -> node.op() instanceof Op.Dense)
            .flatMap(node -> giver(graph, node.input()))
            .filter(node -> node.op() instanceof Op.Relu)
            .flatMap(node -> giver(graph, node.input()))
            .filter(node -> node.op() instanceof Op.Dense(int units, _) && units == TEACHABLE_UNITS)
            .flatMap(node -> giver(graph, node.input()))
            .filter(node -> node.op() instanceof Op.GlobalAveragePool)
            .filter(node -> node.output().shape().channels() == TEACHABLE_FEATURES)
            .isPresent();
  }

  private static Optional<Node> giver(Graph graph, Value value) {
    return graph.nodes().stream().filter(node -> node.output().equals(value)).findFirst();
  }
}
