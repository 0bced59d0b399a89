package liviano.train.cli;

import java.util.List;
import liviano.zoo.MobileNetV2;

/** The networks that figure 6 compares, which have the same parameters and multiply-adds. */
enum AblationForm {
  /** The paper's network, which is on both sides of the figure. */
  PAPER("linear", "", "linear bottleneck, shortcut between bottlenecks"),
  /** Figure 6a. */
  RELU6("relu6", MobileNetV2.RELU6_BOTTLENECK, "ReLU6 in the bottleneck"),
  /** Figure 6b. */
  EXPANSIONS("expansions", MobileNetV2.SHORTCUT_EXPANSIONS, "shortcut between expansions"),
  /** Figure 6b. */
  NO_SHORTCUT("none", MobileNetV2.NO_SHORTCUT, "no shortcut");

  /** The left side, from the highest accuracy in the paper to the lowest. */
  static final List<AblationForm> BOTTLENECKS = List.of(PAPER, RELU6);

  /** The right side, in the same order. */
  static final List<AblationForm> SHORTCUTS = List.of(PAPER, EXPANSIONS, NO_SHORTCUT);

  private final String key;
  private final String variant;
  private final String words;

  AblationForm(String key, String variant, String words) {
    this.key = key;
    this.variant = variant;
    this.words = words;
  }

  /** For folders and programs. */
  String key() {
    return key;
  }

  /** By which the zoo knows it. */
  String variant() {
    return variant;
  }

  /** For people. */
  String words() {
    return words;
  }
}
