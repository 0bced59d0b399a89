package liviano.formats.names;

import liviano.graph.ParamSpec.Role;
import liviano.model.Preprocessing;
import liviano.zoo.layers.Convention;

/**
 * torchvision's {@code mobilenet_v2}: a convolution, its batch norm and its activation are a module
 * of three, numbered in one list of features.
 */
record Torchvision() implements Layout {
  @Override
  public String title() {
    return "torchvision's";
  }

  @Override
  public TensorOrder order() {
    return TensorOrder.CHANNELS_FIRST;
  }

  @Override
  public Convention convention() {
    return Convention.PYTORCH;
  }

  @Override
  public String name(Layer layer, Role role) {
    return switch (layer) {
      case Layer.Stem() -> inFeatures("0", role);
      case Layer.Expand(Block block) -> inFeatures(block(block) + ".0", role);
      case Layer.Depthwise(Block block) ->
          inFeatures(block(block) + (block.isExpanded() ? ".1" : ".0"), role);
      case Layer.Project(Block block) -> {
        int at = block.isExpanded() ? 2 : 1;
        String conv = "features." + block(block) + ".";
        yield PyTorchNames.of(conv + at, conv + (at + 1), role);
      }
      case Layer.Head() -> inFeatures("18", role);
      case Layer.Classifier() -> PyTorchNames.of("classifier.1", "", role);
    };
  }

  private static String inFeatures(String module, Role role) {
    return PyTorchNames.of("features." + module + ".0", "features." + module + ".1", role);
  }

  private static String block(Block block) {
    return block.index() + 1 + ".conv";
  }

  @Override
  public Habit habit(int side) {
    return new Habit(Preprocessing.torchvision(side, side), "torchvision's");
  }
}
