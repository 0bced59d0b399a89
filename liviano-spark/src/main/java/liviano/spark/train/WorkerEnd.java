package liviano.spark.train;

import java.io.Serializable;
import java.util.List;

/**
 * How a worker ended.
 *
 * @param status 0 if it ended well; above 128 it is 128 and the signal that killed it
 * @param last the last line of its errors, empty if there was none
 * @param millis when, by the clock of its machine
 */
record WorkerEnd(int rank, int status, String last, long millis) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The last line, if there is one. */
  List<String> said() {
    return last.isEmpty() ? List.of() : List.of(last);
  }
}
