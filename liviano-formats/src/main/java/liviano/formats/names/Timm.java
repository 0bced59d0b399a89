package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import liviano.graph.ParamSpec.Role;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.zoo.MobileNetV2;
import liviano.zoo.layers.Convention;

/**
 * timm's {@code mobilenetv2_*}: blocks are counted within stages, of which the deeper variants have
 * longer ones.
 */
record Timm() implements Layout {
  private static final int LONGEST_STAGE = 64;

  @Override
  public String title() {
    return "timm's";
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
      case Layer.Stem() -> PyTorchNames.of("conv_stem", "bn1", role);
      case Layer.Expand(Block block) -> inBlock(block, "conv_pw", "bn1", role);
      case Layer.Depthwise(Block block) ->
          inBlock(block, "conv_dw", block.isExpanded() ? "bn2" : "bn1", role);
      case Layer.Project(Block block) ->
          block.isExpanded()
              ? inBlock(block, "conv_pwl", "bn3", role)
              : inBlock(block, "conv_pw", "bn2", role);
      case Layer.Head() -> PyTorchNames.of("conv_head", "bn2", role);
      case Layer.Classifier() -> PyTorchNames.of("classifier", "", role);
    };
  }

  private static String inBlock(Block block, String convolution, String norm, Role role) {
    String prefix = "blocks." + block.stage() + "." + block.inStage() + ".";
    return PyTorchNames.of(prefix + convolution, prefix + norm, role);
  }

  @Override
  public List<Integer> stages(Predicate<String> has) {
    List<Integer> stages = new ArrayList<>();
    for (int stage = 0; stage < MobileNetV2.TABLE_2.size(); stage++) {
      int length = 1;
      while (length < LONGEST_STAGE
          && has.test(name(new Layer.Depthwise(new Block(0, stage, length)), Role.WEIGHT))) {
        length++;
      }
      stages.add(length);
    }
    return stages;
  }

  @Override
  public Habit habit(int side) {
    return new Habit(
        Preprocessing.torchvision(side, side).withResize(ResizeRule.ANTIALIASED_BICUBIC), "timm's");
  }
}
