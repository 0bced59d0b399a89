package liviano.formats.names;

import liviano.graph.ParamSpec.Role;
import liviano.model.Preprocessing;
import liviano.zoo.layers.Convention;

/**
 * The names of d-li14's {@code mobilenetv2.pytorch}, which publishes many widths: within a block
 * convolutions, batch norms and activations are counted in one list.
 */
record DLi14() implements Layout {
  @Override
  public String title() {
    return "d-li14's";
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
      case Layer.Stem() -> PyTorchNames.of("features.0.0", "features.0.1", role);
      case Layer.Expand(Block block) -> inBlock(block, 0, role);
      case Layer.Depthwise(Block block) -> inBlock(block, block.isExpanded() ? 3 : 0, role);
      case Layer.Project(Block block) -> inBlock(block, block.isExpanded() ? 6 : 3, role);
      case Layer.Head() -> PyTorchNames.of("conv.0", "conv.1", role);
      case Layer.Classifier() -> PyTorchNames.of("classifier", "", role);
    };
  }

  private static String inBlock(Block block, int at, Role role) {
    String conv = "features." + (block.index() + 1) + ".conv.";
    return PyTorchNames.of(conv + at, conv + (at + 1), role);
  }

  @Override
  public Habit habit(int side) {
    return new Habit(Preprocessing.torchvision(side, side), "torchvision's");
  }
}
