package liviano.formats.names;

import java.util.Map;
import java.util.regex.Pattern;
import liviano.graph.ParamSpec.Role;
import liviano.model.Preprocessing;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/** The names of variables in TensorFlow's slim, as in its published checkpoints. */
record Slim() implements Layout {
  private static final String ROOT = "MobilenetV2/";
  private static final Pattern SLOT =
      Pattern.compile("/(ExponentialMovingAverage|RMSProp(_1)?|Momentum|Adam(_1)?)$");

  @Override
  public String title() {
    return "TensorFlow's";
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
    String scope =
        ROOT
            + switch (layer) {
              case Layer.Stem() -> "Conv";
              case Layer.Expand(Block block) -> block(block) + "/expand";
              case Layer.Depthwise(Block block) -> block(block) + "/depthwise";
              case Layer.Project(Block block) -> block(block) + "/project";
              case Layer.Head() -> "Conv_1";
              case Layer.Classifier() -> "Logits/Conv2d_1c_1x1";
            };
    return scope + variable(role, layer instanceof Layer.Depthwise);
  }

  /** The end of a variable's name. */
  static String variable(Role role, boolean depthwise) {
    return switch (role) {
      case WEIGHT -> depthwise ? "/depthwise_weights" : "/weights";
      case BIAS -> "/biases";
      case SCALE -> "/BatchNorm/gamma";
      case OFFSET -> "/BatchNorm/beta";
      case MEAN -> "/BatchNorm/moving_mean";
      case VARIANCE -> "/BatchNorm/moving_variance";
      case SLOPE, CENTRE, VALUE -> throw new IllegalArgumentException("no layer has a " + role);
    };
  }

  private static String block(Block block) {
    return "expanded_conv" + (block.index() == 0 ? "" : "_" + block.index());
  }

  @Override
  public boolean ignores(String name) {
    return !name.startsWith(ROOT) || isOfTraining(name);
  }

  /** Training keeps averages and momenta beside the variables themselves. */
  static boolean isOfTraining(String name) {
    return SLOT.matcher(name).find();
  }

  @Override
  public Habit habit(int side) {
    return new Habit(Preprocessing.tensorflow(side, side), "TensorFlow's");
  }

  @Override
  public Map<String, String> texts(Recipe recipe) {
    return Map.of();
  }
}
