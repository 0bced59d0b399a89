package liviano.paper.lab;

import java.util.List;
import liviano.vision.ImageClassifier;

/**
 * A network as trained, or with a ReLU6 after some of its blocks.
 *
 * @param cut numbers of these blocks
 */
record Variant(String name, List<Integer> cut, ImageClassifier classifier) {
  static final String TRAINED = "as trained";
}
