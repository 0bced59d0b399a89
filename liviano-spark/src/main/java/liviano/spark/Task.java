package liviano.spark;

import java.io.Serializable;
import java.util.function.Function;
import liviano.model.Model;
import liviano.vision.Picture;
import org.apache.spark.sql.types.DataType;

/**
 * What is asked of a model about every picture, and the type of the answers in a table.
 *
 * @param <R> what answers: compiled once for a model, thread-safe, for any bounds of the answers
 */
sealed interface Task<R> extends Serializable permits Classify, Detect, Segment, Embed {
  /** The type of an answer. */
  DataType type();

  /**
   * Compiles a model, each inference on one thread.
   *
   * @throws liviano.LivianoException if it is no model of this task
   */
  R compile(Model model);

  /** From a picture to its answer: a value of {@link #type()}, as {@code Row.get} gives it. */
  Function<Picture, Object> answers(R compiled);
}
