package liviano.train.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import liviano.LivianoException;
import liviano.text.Utf8;

/**
 * The figures of a run's epochs, in memory and in {@code metrics.csv}: a row is added to the file
 * when its epoch ends, so that the file can be watched. For one thread.
 */
public final class MetricsLog {
  /** A hundred thousand epochs. */
  private static final int MOST_BYTES = 16 << 20;

  private final Path file;
  private List<String> more;
  private final List<EpochMetrics> rows;

  private MetricsLog(Path file, MetricsCsv csv) {
    this.file = file;
    this.more = csv.more();
    this.rows = new ArrayList<>(csv.rows());
  }

  /**
   * Opens the file to go on with it; there need not be one. A row that is not whole is cut off.
   *
   * @throws RunException if it is no such file, naming the line
   * @throws IOException if it cannot be read or written
   */
  static MetricsLog open(Path file) throws IOException {
    String text = text(file);
    MetricsLog log = new MetricsLog(file, MetricsCsv.parse(file, text));
    if (!text.isEmpty() && !text.endsWith("\n")) {
      log.rewrite();
    }
    return log;
  }

  /**
   * The rows of a file that another process may be adding to; none where there is no file.
   *
   * @throws RunException if it is no such file, naming the line
   * @throws IOException if it cannot be read
   */
  static List<EpochMetrics> read(Path file) throws IOException {
    return MetricsCsv.parse(file, text(file)).rows();
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new RunException(file, "longer than " + MOST_BYTES + " bytes: no metrics of a run");
      }
      return Utf8.decode(bytes);
    } catch (NoSuchFileException e) {
      return "";
    } catch (RunException e) {
      throw e;
    } catch (LivianoException e) {
      throw new RunException(file, e);
    }
  }

  /** All rows, by epoch. */
  public List<EpochMetrics> rows() {
    return List.copyOf(rows);
  }

  /** The first row of the highest score; empty where none has a score. */
  public Optional<EpochMetrics> best() {
    return best(rows);
  }

  static Optional<EpochMetrics> best(List<EpochMetrics> rows) {
    return rows.stream()
        .filter(EpochMetrics::isScored)
        .reduce((best, row) -> row.isBetterThan(best) ? row : best);
  }

  /**
   * Adds the row of the next epoch.
   *
   * @throws IllegalArgumentException if it is not the next, or the name of a figure holds a comma,
   *     a quote or a line feed
   * @throws IOException if it cannot be written; the file is then as before, or a row that is not
   *     whole follows, which {@link #open} cuts off
   */
  public void add(EpochMetrics row) throws IOException {
    if (row.epoch() != rows.size() + 1) {
      throw new IllegalArgumentException("epoch " + row.epoch() + " after " + rows.size());
    }
    row.more().keySet().forEach(MetricsCsv::requireName);
    SequencedSet<String> names = new LinkedHashSet<>(more);
    names.addAll(row.more().keySet());
    List<String> before = more;
    rows.add(row);
    try {
      if (rows.size() == 1 || names.size() > more.size()) {
        more = List.copyOf(names);
        rewrite();
      } else {
        append(MetricsCsv.line(row, more));
      }
    } catch (IOException e) {
      rows.removeLast();
      more = before;
      throw e;
    }
  }

  /**
   * Leaves the first rows alone: those that a checkpoint knows, where a run goes on from it.
   *
   * @param epochs at least 0
   * @throws IOException if the file cannot be written
   */
  public void cutTo(long epochs) throws IOException {
    if (rows.size() > epochs) {
      rows.subList((int) epochs, rows.size()).clear();
      rewrite();
    }
  }

  /** One write of one line, or a file as it was. */
  private void append(String line) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long end = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
        for (long at = end; bytes.hasRemaining(); ) {
          at += channel.write(bytes, at);
        }
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(end);
        throw TextFiles.named(file, e);
      }
    }
  }

  private void rewrite() throws IOException {
    StringBuilder text = new StringBuilder(MetricsCsv.header(more));
    rows.forEach(row -> text.append(MetricsCsv.line(row, more)));
    TextFiles.write(file, text.toString());
  }
}
