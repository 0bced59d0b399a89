package liviano.zoo;

import liviano.graph.Value;
import liviano.zoo.layers.Layers;

/** A network without its classifier, to which other heads can be added. */
@FunctionalInterface
interface Backbone {
  /**
   * Adds its layers.
   *
   * @param recipe has its width, output stride and other settings
   * @return its last map
   */
  Value map(Layers layers, Recipe recipe, Value image);
}
