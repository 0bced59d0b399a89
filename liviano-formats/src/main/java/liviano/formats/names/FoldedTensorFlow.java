package liviano.formats.names;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.graph.ParamSpec.Role;
import liviano.model.Fit;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/** The TensorFlow authors' weights with batch norm folded, under short names. */
record FoldedTensorFlow() implements Layout {
  private static final Pattern ARCH =
      Pattern.compile("mobilenet_v2 [0-9.]{1,5} ([0-9]{2,5})(?:\\D.*)?");
  private static final int PUBLISHED_SIDE = 224;

  @Override
  public String title() {
    return "the TensorFlow authors' folded";
  }

  @Override
  public TensorOrder order() {
    return TensorOrder.OUT_FIRST;
  }

  @Override
  public Convention convention() {
    return Convention.TENSORFLOW;
  }

  @Override
  public String name(Layer layer, Role role) {
    String module =
        switch (layer) {
          case Layer.Stem() -> "conv0";
          case Layer.Expand(Block block) -> block(block) + ".expand";
          case Layer.Depthwise(Block block) -> block(block) + ".depthwise";
          case Layer.Project(Block block) -> block(block) + ".project";
          case Layer.Head() -> "conv_last";
          case Layer.Classifier() -> "classifier";
        };
    return PyTorchNames.of(module, module + ".norm", role);
  }

  private static String block(Block block) {
    return String.format(Locale.ROOT, "block%02d", block.index());
  }

  /**
   * The whole picture, as this file's reference answers were made: nothing at its margins is lost.
   */
  @Override
  public Habit habit(int side) {
    return new Habit(Preprocessing.tensorflow(side, side).withFit(new Fit.Squash()), "");
  }

  @Override
  public int side(Map<String, String> texts) {
    Matcher arch = ARCH.matcher(texts.getOrDefault("arch", ""));
    return arch.matches() ? Integer.parseInt(arch.group(1)) : PUBLISHED_SIDE;
  }

  @Override
  public ModelCard card(ModelCard plain, Optional<Recipe> recipe, Map<String, String> texts) {
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    if (recipe.filter(r -> r.width() == 1.0 && r.resolution() == PUBLISHED_SIDE).isPresent()) {
      // The checkpoint's published figures.
      accuracy.put("top1", 0.718);
      accuracy.put("top5", 0.910);
    }
    return plain.withOrigin(texts.getOrDefault("origin", ""), "Apache-2.0").withAccuracy(accuracy);
  }

  @Override
  public boolean hasNorms() {
    return false;
  }

  @Override
  public Map<String, String> texts(Recipe recipe) {
    return Map.of(
        "arch",
        String.format(Locale.ROOT, "mobilenet_v2 %s %d", recipe.width(), recipe.resolution()));
  }
}
