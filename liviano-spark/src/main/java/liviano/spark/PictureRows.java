package liviano.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import liviano.vision.answer.Parallel;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds an answer to each row of a partition, and what is wrong with its picture.
 *
 * @param input the index of the column of pictures
 * @param nameColumn the index of the column that names them, -1 without one
 * @param hasErrors whether errors are a column; otherwise the first ends the job
 * @param batchSize rows that are taken at a time where a task has several processors
 */
record PictureRows(
    RemoteTask task,
    PictureColumn column,
    int input,
    int nameColumn,
    boolean hasErrors,
    int batchSize)
    implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return answered(rows, TaskContext.get().cpus());
  }

  /**
   * The rows with their answers, in their order.
   *
   * @param processors of this task
   */
  Iterator<Row> answered(Iterator<Row> rows, int processors) {
    if (!rows.hasNext()) {
      return rows; // such partitions need no model
    }
    RemoteTask.Answers answers = task.on(column);
    UnaryOperator<Row> answered = row -> answered(row, answers);
    return processors == 1
        ? oneByOne(rows, answered)
        : new Batches(rows, batchSize, batch -> Parallel.map(batch, processors, answered));
  }

  private static Iterator<Row> oneByOne(Iterator<Row> rows, UnaryOperator<Row> answered) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return answered.apply(rows.next());
      }
    };
  }

  private Row answered(Row row, RemoteTask.Answers answers) {
    String name =
        nameColumn < 0 || row.isNullAt(nameColumn) ? "picture" : row.getString(nameColumn);
    RemoteTask.Outcome outcome = answers.of(row.get(input), name);
    if (outcome.error() != null && !hasErrors) {
      throw new BrokenPictureException(outcome.error());
    }
    Object[] values = new Object[row.size() + (hasErrors ? 2 : 1)];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = outcome.answer();
    if (hasErrors) {
      values[row.size() + 1] = outcome.error();
    }
    return RowFactory.create(values);
  }

  /** Takes several rows, answers them together, and gives them one by one. */
  private static final class Batches implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int size;
    private final UnaryOperator<List<Row>> answered;
    private Iterator<Row> batch = List.<Row>of().iterator();

    Batches(Iterator<Row> rows, int size, UnaryOperator<List<Row>> answered) {
      this.rows = rows;
      this.size = size;
      this.answered = answered;
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!batch.hasNext()) {
        List<Row> taken = new ArrayList<>(size);
        do {
          taken.add(rows.next());
        } while (taken.size() < size && rows.hasNext());
        batch = answered.apply(taken).iterator();
      }
      return batch.next();
    }
  }
}
