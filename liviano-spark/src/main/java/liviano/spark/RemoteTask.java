package liviano.spark;

import java.io.Serializable;
import java.util.function.Function;
import liviano.LivianoException;
import liviano.vision.Picture;
import org.apache.spark.broadcast.Broadcast;

/**
 * A task with its model, as executors get it.
 *
 * @param digest of the model
 */
record RemoteTask(Task<?> task, String digest, Broadcast<byte[]> model) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * What came of one picture: neither an answer nor an error where there was no picture.
   *
   * @param answer null if there is none
   * @param error one line; null if there is none
   */
  record Outcome(Object answer, String error) {}

  /** Answers about values of one column. Thread-safe. */
  @FunctionalInterface
  interface Answers {
    /**
     * @param value null where there is no picture
     * @param name of the picture, for messages
     */
    Outcome of(Object value, String name);
  }

  /** Compiles the model, unless this JVM has done so already. */
  Answers on(PictureColumn column) {
    return answers(task, column);
  }

  private <R> Answers answers(Task<R> task, PictureColumn column) {
    R compiled = CompiledModels.of(task, digest, model::value);
    Function<Picture, Object> answers = task.answers(compiled);
    return (value, name) ->
        value == null ? new Outcome(null, null) : answer(answers, column, value, name);
  }

  /**
   * What is wrong with one picture, or with the model's numbers on it, is no failure of the job.
   */
  private static Outcome answer(
      Function<Picture, Object> answers, PictureColumn column, Object value, String name) {
    try {
      return new Outcome(answers.apply(column.read(value, name)), null);
    } catch (LivianoException | IllegalArgumentException e) {
      return new Outcome(null, reason(e));
    }
  }

  /** What stands in a table: names in it come from files. */
  static String reason(RuntimeException e) {
    return LivianoException.oneLine(String.valueOf(e.getMessage()));
  }
}
