package liviano.formats.names;

import liviano.graph.ParamSpec.Role;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.zoo.layers.Convention;

/**
 * The names of Hugging Face's {@code MobileNetV2ForImageClassification}, whose weights and padding
 * are TensorFlow's. The first block belongs to its stem.
 */
record HuggingFace() implements Layout {
  private static final String ROOT = "mobilenet_v2.";

  @Override
  public String title() {
    return "Hugging Face's";
  }

  @Override
  public TensorOrder order() {
    return TensorOrder.CHANNELS_FIRST;
  }

  @Override
  public Convention convention() {
    return Convention.TENSORFLOW;
  }

  @Override
  public String name(Layer layer, Role role) {
    return switch (layer) {
      case Layer.Stem() -> module("conv_stem.first_conv", role);
      case Layer.Expand(Block block) -> module(block(block) + ".expand_1x1", role);
      case Layer.Depthwise(Block block) -> module(block(block) + ".conv_3x3", role);
      case Layer.Project(Block block) -> module(block(block) + ".reduce_1x1", role);
      case Layer.Head() -> module("conv_1x1", role);
      case Layer.Classifier() -> PyTorchNames.of("classifier", "", role);
    };
  }

  private static String block(Block block) {
    return block.index() == 0 ? "conv_stem" : "layer." + (block.index() - 1);
  }

  private static String module(String name, Role role) {
    return PyTorchNames.of(ROOT + name + ".convolution", ROOT + name + ".normalization", role);
  }

  @Override
  public Habit habit(int side) {
    return new Habit(
        Preprocessing.torchvision(side, side).withNormalization(Normalization.minusOneToOne()),
        "Hugging Face's");
  }
}
