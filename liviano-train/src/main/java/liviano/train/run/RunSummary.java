package liviano.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import liviano.LivianoException;

/**
 * What a run's folder says of it, while another process may be at work on it.
 *
 * @param folder as it was called
 * @param rows the figures of its epochs
 * @param ending empty while it runs, and where its process was killed
 * @param process the number of the one at work on it; empty where none is
 * @param changed when it was last written to
 */
public record RunSummary(
    Path folder,
    RunConfig config,
    List<EpochMetrics> rows,
    RunState state,
    Optional<Ending> ending,
    OptionalLong process,
    Instant changed) {

  /** A folder with a run in it. */
  public sealed interface Found {
    /** The folder. */
    Path folder();

    /** One that can be read. */
    record Sound(RunSummary summary) implements Found {
      @Override
      public Path folder() {
        return summary.folder();
      }
    }

    /**
     * One that cannot.
     *
     * @param failure an {@link IOException} or a {@link LivianoException}, which names the file
     */
    record Broken(Path folder, Exception failure) implements Found {}
  }

  public RunSummary {
    rows = List.copyOf(rows);
  }

  /** The epoch with the highest score; empty where none has a score. */
  public Optional<EpochMetrics> best() {
    return MetricsLog.best(rows);
  }

  /** The number of epochs that are finished. */
  public int epochs() {
    return rows.size();
  }

  /**
   * Reads a run.
   *
   * @throws RunException if the folder holds none, or a file in it cannot be used
   * @throws IOException if it cannot be read
   */
  public static RunSummary read(Path folder) throws IOException {
    RunFiles files = new RunFiles(folder);
    if (!Files.exists(files.config())) {
      throw files.noRun();
    }
    RunConfig config = RunConfig.read(files.config());
    List<EpochMetrics> rows = MetricsLog.read(files.metrics());
    boolean taken = RunLock.isTaken(folder);
    Optional<Ending> ending = taken ? Optional.empty() : Ending.read(files.ending());
    RunState state =
        taken
            ? RunState.RUNNING
            : ending.filter(end -> end.how().isFinished()).isPresent()
                ? RunState.FINISHED
                : RunState.STOPPED;
    OptionalLong process = taken ? RunLock.process(folder) : OptionalLong.empty();
    return new RunSummary(folder, config, rows, state, ending, process, changed(files));
  }

  private static Instant changed(RunFiles files) throws IOException {
    Instant last = Files.getLastModifiedTime(files.config()).toInstant();
    for (Path file : List.of(files.metrics(), files.ending(), files.checkpoints())) {
      try {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        last = time.isAfter(last) ? time : last;
      } catch (NoSuchFileException e) {
        // It has not come that far.
      }
    }
    return last;
  }

  /**
   * The runs in a folder, by name; the folder itself if it is one.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Found> in(Path folder) throws IOException {
    if (isRun(folder)) {
      return List.of(find(folder.toString().isEmpty() ? Path.of(".") : folder));
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(RunSummary::isRun).sorted().map(RunSummary::find).toList();
    }
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(new RunFiles(folder).config());
  }

  private static Found find(Path folder) {
    try {
      return new Found.Sound(read(folder));
    } catch (IOException | LivianoException e) {
      return new Found.Broken(folder, e);
    }
  }
}
