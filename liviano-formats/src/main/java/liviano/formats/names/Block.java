package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;
import liviano.zoo.MobileNetV2;

/**
 * An inverted residual of MobileNetV2, by its place.
 *
 * @param index from 0 over all blocks
 * @param stage from 0: which line of the paper's table 2
 * @param inStage from 0 in its stage
 */
record Block(int index, int stage, int inStage) {

  /** How many blocks each stage has in the paper. */
  static List<Integer> paperStages() {
    return MobileNetV2.TABLE_2.stream().map(MobileNetV2.Stage::n).toList();
  }

  /** All blocks of stages of these lengths. */
  static List<Block> of(List<Integer> stages) {
    List<Block> blocks = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage); i++) {
        blocks.add(new Block(blocks.size(), stage, i));
      }
    }
    return blocks;
  }

  /** Whether a convolution widens what it reads; the first stage's expansion factor is 1. */
  boolean isExpanded() {
    return MobileNetV2.TABLE_2.get(stage).t() > 1;
  }

  int stride() {
    return inStage == 0 ? MobileNetV2.TABLE_2.get(stage).s() : 1;
  }
}
