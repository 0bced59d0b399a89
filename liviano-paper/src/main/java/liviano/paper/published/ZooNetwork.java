package liviano.paper.published;

import java.util.function.UnaryOperator;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * Which network of the zoo a row speaks of.
 *
 * @param architecture its identifier
 * @param settings from the architecture's own settings to the row's
 */
public record ZooNetwork(String architecture, UnaryOperator<Recipe> settings) {

  /** An architecture as it was published. */
  public static ZooNetwork of(String architecture) {
    return new ZooNetwork(architecture, UnaryOperator.identity());
  }

  /** An architecture in other settings. */
  public static ZooNetwork of(String architecture, UnaryOperator<Recipe> settings) {
    return new ZooNetwork(architecture, settings);
  }

  /** The recipe that builds it. */
  public Recipe recipe() {
    return settings.apply(Zoo.architecture(architecture).defaults());
  }
}
