package liviano.zoo;

import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/**
 * What it takes to build a network again: an architecture and its settings.
 *
 * @param architecture an identifier that {@link Zoo} knows, such as {@code mobilenet_v2}
 * @param width the width multiplier: every layer's channels are scaled by it
 * @param resolution height and width of the input in pixels
 * @param classes how many numbers the classifier gives; for a detector, without the background
 * @param outputStride input size over the size of the last map: 32, or 16 or 8, reached by atrous
 *     convolutions
 * @param expansion how many times wider the inside of a block is than its input
 * @param convention padding, and batch norm's epsilon
 * @param norm whether the graph has batch norm
 * @param head which of the architecture's heads is used, such as {@code aspp}; empty where the
 *     architecture has but one
 * @param variant which of the architecture's variants it is, such as {@code one_tower}; empty for
 *     the one its paper describes
 */
public record Recipe(
    String architecture,
    double width,
    int resolution,
    int classes,
    int outputStride,
    int expansion,
    Convention convention,
    Norm norm,
    String head,
    String variant) {

  private static final int MAX_RESOLUTION = 16_384;
  private static final int MAX_CLASSES = 1 << 20;

  /**
   * @throws IllegalArgumentException if a setting is outside what any network takes; the message
   *     says which and what it may be
   */
  public Recipe {
    require(width >= 0.01 && width <= 16, "width", "from 0.01 to 16", width);
    require(
        resolution >= 1 && resolution <= MAX_RESOLUTION,
        "resolution",
        "from 1 to " + MAX_RESOLUTION,
        resolution);
    require(classes >= 1 && classes <= MAX_CLASSES, "classes", "from 1 to " + MAX_CLASSES, classes);
    require(
        outputStride == 8 || outputStride == 16 || outputStride == 32,
        "output stride",
        "8, 16 or 32",
        outputStride);
    require(expansion >= 1 && expansion <= 64, "expansion", "from 1 to 64", expansion);
    requireName("head", head);
    requireName("variant", variant);
  }

  /** A recipe of the variant that the paper describes. */
  public Recipe(
      String architecture,
      double width,
      int resolution,
      int classes,
      int outputStride,
      int expansion,
      Convention convention,
      Norm norm,
      String head) {
    this(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        expansion,
        convention,
        norm,
        head,
        "");
  }

  /** The settings of the paper: width 1.0, 224x224, 1000 classes, expansion factor 6. */
  public static Recipe of(String architecture) {
    return new Recipe(architecture, 1.0, 224, 1000, 32, 6, Convention.TENSORFLOW, Norm.BATCH, "");
  }

  public Recipe withWidth(double newWidth) {
    return new Recipe(
        architecture,
        newWidth,
        resolution,
        classes,
        outputStride,
        expansion,
        convention,
        norm,
        head,
        variant);
  }

  public Recipe withResolution(int newResolution) {
    return new Recipe(
        architecture,
        width,
        newResolution,
        classes,
        outputStride,
        expansion,
        convention,
        norm,
        head,
        variant);
  }

  public Recipe withClasses(int newClasses) {
    return new Recipe(
        architecture,
        width,
        resolution,
        newClasses,
        outputStride,
        expansion,
        convention,
        norm,
        head,
        variant);
  }

  public Recipe withOutputStride(int newOutputStride) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        newOutputStride,
        expansion,
        convention,
        norm,
        head,
        variant);
  }

  public Recipe withExpansion(int newExpansion) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        newExpansion,
        convention,
        norm,
        head,
        variant);
  }

  public Recipe withConvention(Convention newConvention) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        expansion,
        newConvention,
        norm,
        head,
        variant);
  }

  public Recipe withNorm(Norm newNorm) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        expansion,
        convention,
        newNorm,
        head,
        variant);
  }

  public Recipe withHead(String newHead) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        expansion,
        convention,
        norm,
        newHead,
        variant);
  }

  public Recipe withVariant(String newVariant) {
    return new Recipe(
        architecture,
        width,
        resolution,
        classes,
        outputStride,
        expansion,
        convention,
        norm,
        head,
        newVariant);
  }

  private static void requireName(String setting, String name) {
    require(isName(name), setting, "up to 32 of a-z, 0-9 and _", "'" + name + "'");
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')) {
        return false;
      }
    }
    return name.length() <= 32;
  }

  private static void require(boolean holds, String setting, String range, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " must be " + range + ", is " + value);
    }
  }
}
