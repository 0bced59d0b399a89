package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;

/** A layer of MobileNetV2 that has weights. */
sealed interface Layer {
  /** What our graph calls it. */
  String ours();

  /** The first convolution. */
  record Stem() implements Layer {
    @Override
    public String ours() {
      return "stem.conv";
    }
  }

  /** The convolution that widens a block's input. */
  record Expand(Block block) implements Layer {
    @Override
    public String ours() {
      return "blocks." + block.index() + ".expand";
    }
  }

  /** The depthwise convolution of a block. */
  record Depthwise(Block block) implements Layer {
    @Override
    public String ours() {
      return "blocks." + block.index() + ".depthwise";
    }
  }

  /** The convolution that narrows it. */
  record Project(Block block) implements Layer {
    @Override
    public String ours() {
      return "blocks." + block.index() + ".project";
    }
  }

  /** The last convolution. */
  record Head() implements Layer {
    @Override
    public String ours() {
      return "head.conv";
    }
  }

  /** The dense layer. */
  record Classifier() implements Layer {
    @Override
    public String ours() {
      return "classifier";
    }
  }

  /** All of them, in the order of the network. */
  static List<Layer> of(List<Block> blocks) {
    List<Layer> layers = new ArrayList<>(List.of(new Stem()));
    for (Block block : blocks) {
      if (block.isExpanded()) {
        layers.add(new Expand(block));
      }
      layers.add(new Depthwise(block));
      layers.add(new Project(block));
    }
    layers.add(new Head());
    layers.add(new Classifier());
    return layers;
  }
}
