package liviano.paper.tables;

import java.util.Map;
import java.util.Optional;
import liviano.paper.published.Row;
import liviano.zoo.Recipe;

/**
 * What is tried here, row by row and in their order.
 *
 * @param stopwatch times networks; empty if not requested
 * @param examiner evaluates installed models on pictures; empty if not requested
 */
public record Trials(Optional<Stopwatch> stopwatch, Optional<Examiner> examiner) {
  /** Nothing is: the tables are counted alone. */
  public static final Trials NONE = new Trials(Optional.empty(), Optional.empty());

  /** Times networks. */
  public interface Stopwatch {
    /** The time of a row's network; empty where it cannot run here, which has been reported. */
    Optional<Timed> time(Row row);

    /**
     * The time of a network whose blocks are computed in so many groups of channels; empty where it
     * cannot run here, which has been reported.
     */
    Optional<Timed> time(Recipe recipe, int split);

    /**
     * The milliseconds of each step of a network, by the layer's name; none where it cannot run
     * here, which has been reported.
     */
    Map<String, Double> steps(Recipe recipe);
  }

  /** Examines the installed models of rows. */
  @FunctionalInterface
  public interface Examiner {
    /** The result; empty where no model of this network is installed. */
    Optional<Examined> examine(Row row);
  }
}
