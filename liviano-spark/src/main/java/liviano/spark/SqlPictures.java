package liviano.spark;

import java.io.Serial;
import java.io.Serializable;
import liviano.LivianoException;
import scala.runtime.AbstractFunction1;

/** From a value of a column of pictures to the value of a SQL function. */
abstract sealed class SqlPictures extends AbstractFunction1<Object, Object>
    implements Serializable {
  @Serial private static final long serialVersionUID = 1L;
  private static final String NAME = "picture";

  /** What the model answers; null where there is no picture, or a broken one. */
  static final class Answers extends SqlPictures {
    @Serial private static final long serialVersionUID = 1L;

    private final RemoteTask task;
    private final PictureColumn column;
    private transient volatile RemoteTask.Answers answers;

    Answers(RemoteTask task, PictureColumn column) {
      this.task = task;
      this.column = column;
    }

    @Override
    public Object apply(Object value) {
      RemoteTask.Answers ready = answers;
      if (ready == null) {
        ready = task.on(column);
        answers = ready;
      }
      return ready.of(value, NAME).answer();
    }
  }

  /**
   * Why a picture cannot be read; null where there is none, or a sound one. It asks no model, so
   * what a model cannot do with a sound picture is not in it.
   */
  static final class Errors extends SqlPictures {
    @Serial private static final long serialVersionUID = 1L;

    private final PictureColumn column;

    Errors(PictureColumn column) {
      this.column = column;
    }

    @Override
    public Object apply(Object value) {
      if (value == null) {
        return null;
      }
      try {
        column.read(value, NAME);
        return null;
      } catch (LivianoException | IllegalArgumentException e) {
        return RemoteTask.reason(e);
      }
    }
  }
}
