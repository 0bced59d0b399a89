package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.graph.ParamSpec.Role;
import liviano.model.Preprocessing;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/** The names of layers and their weights in keras-applications' {@code MobileNetV2}. */
record Keras() implements Layout {
  private static final List<Role> NORM = List.of(Role.SCALE, Role.OFFSET, Role.MEAN, Role.VARIANCE);

  @Override
  public String title() {
    return "Keras'";
  }

  @Override
  public TensorOrder order() {
    return TensorOrder.OUT_LAST;
  }

  @Override
  public Convention convention() {
    return Convention.TENSORFLOW;
  }

  @Override
  public String name(Layer layer, Role role) {
    return switch (layer) {
      case Layer.Stem() -> name("Conv1", "bn_Conv1", layer, role);
      case Layer.Expand(Block block) -> inBlock(block, "expand", layer, role);
      case Layer.Depthwise(Block block) -> inBlock(block, "depthwise", layer, role);
      case Layer.Project(Block block) -> inBlock(block, "project", layer, role);
      case Layer.Head() -> name("Conv_1", "Conv_1_bn", layer, role);
      case Layer.Classifier() -> name("predictions", "", layer, role);
    };
  }

  private static String inBlock(Block block, String part, Layer layer, Role role) {
    String prefix = block.index() == 0 ? "expanded_conv_" : "block_" + block.index() + "_";
    return name(prefix + part, prefix + part + "_BN", layer, role);
  }

  private static String name(String own, String norm, Layer layer, Role role) {
    return switch (role) {
      case WEIGHT -> own + (layer instanceof Layer.Depthwise ? "/depthwise_kernel" : "/kernel");
      case BIAS -> own + "/bias";
      case SCALE -> norm + "/gamma";
      case OFFSET -> norm + "/beta";
      case MEAN -> norm + "/moving_mean";
      case VARIANCE -> norm + "/moving_variance";
      case SLOPE, CENTRE, VALUE -> throw new IllegalArgumentException("no layer has a " + role);
    };
  }

  /** Nothing: Keras' network has no weights beside these. */
  @Override
  public boolean ignores(String name) {
    return false;
  }

  @Override
  public Habit habit(int side) {
    return new Habit(Preprocessing.keras(side, side), "Keras'");
  }

  @Override
  public Map<String, String> texts(Recipe recipe) {
    return Map.of();
  }

  /** The names of all weights, in the order of the network, which is that of Keras' files. */
  static List<String> inOrder() {
    Keras layout = new Keras();
    List<String> names = new ArrayList<>();
    for (Layer layer : Layer.of(Block.of(Block.paperStages()))) {
      names.add(layout.name(layer, Role.WEIGHT));
      if (layer instanceof Layer.Classifier) {
        names.add(layout.name(layer, Role.BIAS));
      } else {
        NORM.forEach(role -> names.add(layout.name(layer, role)));
      }
    }
    return names;
  }
}
