package liviano.train.loss;

import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Ssd;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;
import liviano.zoo.SsdPriors;

/**
 * How the outputs of a kind of SSD are meant, as detectors of pictures read them.
 *
 * @param anchors four numbers each: top, left, bottom, right in parts of the input
 * @param code how they are moved
 * @param scores what the logits become
 */
public record SsdForm(float[] anchors, BoxCode code, SsdScores scores) {

  /**
   * The form of a network: Caffe's for SSD300 and SSD512, which the recipe tells, else TensorFlow's
   * for all that have predictors called as those of {@link SsdLite}.
   *
   * @throws UnsupportedModelException if it has no such predictors
   */
  public static SsdForm of(Graph graph, Optional<Recipe> recipe) {
    if (recipe.filter(Ssd::isFor).isPresent()) {
      return new SsdForm(SsdPriors.of(recipe.get()), BoxCode.X_FIRST, SsdScores.SOFTMAX);
    }
    List<Shape> maps = SsdLite.predictedMaps(graph);
    if (maps.size() < 2) {
      throw new UnsupportedModelException(
          "only SSDs can be trained to detect, and this network has no predictors called as theirs:"
              + " give an SSD or SSDLite as base");
    }
    return new SsdForm(SsdAnchors.of(maps), BoxCode.Y_FIRST, SsdScores.SIGMOID);
  }

  /** Finds the anchor that learns each object. */
  public SsdMatching matching() {
    return new SsdMatching(anchors, code);
  }
}
