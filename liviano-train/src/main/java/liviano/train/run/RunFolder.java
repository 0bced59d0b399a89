package liviano.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.cli.Invocation;
import liviano.files.NewFolders;

/**
 * A run's folder while this process works on the run; no other can meanwhile. Whatever the moment
 * in which the process ends, every file is whole, but for a row of {@code metrics.csv} and a record
 * of events, whose readers leave out what is not. For one thread.
 *
 * <p>In this order: {@link #create} or {@link #open}, {@link #resume}, then for each epoch {@link
 * #add}, {@link #draw} and a checkpoint; at last {@link #end} and {@link #close}.
 */
public final class RunFolder implements AutoCloseable {
  private final RunFiles files;
  private final RunConfig config;
  private final RunLock lock;
  private final MetricsLog metrics;
  private final Checkpoints checkpoints;
  private final InstantSource clock;
  private Optional<EventFile> events = Optional.empty();

  private RunFolder(RunFiles files, RunConfig config, RunLock lock, InstantSource clock)
      throws IOException {
    this.files = files;
    this.config = config;
    this.lock = lock;
    this.metrics = MetricsLog.open(files.metrics());
    this.checkpoints = Checkpoints.in(files.checkpoints());
    this.clock = clock;
  }

  /**
   * Begins a run in a folder that is not there yet, or empty.
   *
   * @throws RunException if something is there already, or another process is at work there
   * @throws IOException if it cannot be written
   */
  public static RunFolder create(Path folder, RunConfig config) throws IOException {
    return create(folder, config, _ -> {});
  }

  /** Writes what a run needs to begin. */
  @FunctionalInterface
  public interface Beginning {
    /** Writes into the folder of the run. */
    void write(RunFiles files) throws IOException;
  }

  /**
   * The same with what the run needs to begin, which is written before the folder is a run.
   *
   * @throws RunException if something is there already, or another process is at work there
   * @throws IOException if it cannot be written
   */
  public static RunFolder create(Path folder, RunConfig config, Beginning beginning)
      throws IOException {
    RunFiles files = new RunFiles(folder);
    requireRoom(files);
    NewFolders.make(folder);
    RunLock lock = RunLock.take(folder);
    try {
      requireRoom(files);
      sweep(folder);
      NewFolders.make(files.checkpoints());
      beginning.write(files);
      config.write(files.config()); // the last: with it the folder is a run
      return new RunFolder(files, config, lock, InstantSource.system());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens a run to go on with it.
   *
   * @throws RunException if there is none, another process is at work on it, or one of its files
   *     cannot be used
   * @throws IOException if it cannot be read or written
   */
  public static RunFolder open(Path folder) throws IOException {
    RunFiles files = new RunFiles(folder);
    if (!Files.exists(files.config())) {
      throw files.noRun();
    }
    RunConfig config = RunConfig.read(files.config());
    RunLock lock = RunLock.take(folder);
    try {
      sweep(folder);
      NewFolders.make(files.checkpoints());
      sweep(files.checkpoints());
      return new RunFolder(files, config, lock, InstantSource.system());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireRoom(RunFiles files) throws IOException {
    Path folder = files.folder();
    if (Files.exists(files.config())) {
      throw new RunException(
          folder,
          "holds a run already: go on with it by "
              + Invocation.of("train --resume " + folder)
              + ", or give another folder");
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new RunException(folder, "is a file: a run is a folder, give another name");
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw new RunException(folder, "is not empty: a run needs a folder of its own");
    }
  }

  /**
   * What a process leaves behind that was killed while it began a run does not count, nor does the
   * test by which a rate for the run was found.
   */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.allMatch(
          file ->
              isPartial(file)
                  || file.equals(new RunFiles(folder).startModel())
                  || RateCurve.FILES.contains(file.getFileName().toString())
                  || file.endsWith(RunLock.FILE)
                  || file.endsWith(RunLock.PROCESS)
                  || file.equals(new RunFiles(folder).checkpoints()) && holdsNothing(file));
    }
  }

  private static boolean holdsNothing(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && names.length == 0;
  }

  /** Takes away what a process that was killed was in the middle of writing. */
  private static void sweep(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(RunFolder::isPartial).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isPartial(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".liviano-") && name.endsWith(".part");
  }

  /** Where its files are. */
  public RunFiles files() {
    return files;
  }

  /** What it was begun with. */
  public RunConfig config() {
    return config;
  }

  /** The figures of its epochs. */
  public MetricsLog metrics() {
    return metrics;
  }

  /** Its checkpoints. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /**
   * Finds where to go on: from the newest checkpoint that is whole, or from the beginning. Figures
   * of epochs that the checkpoint does not know are taken back, since they come again; the run is
   * no longer one that ended.
   *
   * @throws RunException if a checkpoint was written by a newer version of Liviano
   * @throws IOException if the disk fails
   */
  public Checkpoints.Newest resume() throws IOException {
    Checkpoints.Newest newest = checkpoints.newest();
    long epochs = newest.checkpoint().map(Checkpoint::epoch).orElse(0L);
    long step = newest.checkpoint().map(Checkpoint::step).orElse(0L);
    if (metrics.rows().size() < epochs) {
      throw new RunException(
          files.metrics(),
          String.format(
              Locale.ROOT,
              "has %d epochs, but the newest checkpoint was saved after %d: put it back",
              metrics.rows().size(),
              epochs));
    }
    metrics.cutTo(epochs);
    Files.deleteIfExists(files.ending());
    if (events.isPresent()) {
      events.get().close();
    }
    events = Optional.of(EventFile.create(files.folder(), step + 1, clock));
    return newest;
  }

  /**
   * Notes the figures of an epoch: in {@code metrics.csv} and for TensorBoard. Before its
   * checkpoint is saved, which counts on them.
   *
   * @throws IllegalArgumentException if it is not the next epoch
   * @throws IllegalStateException before {@link #resume}
   * @throws IOException if they cannot be written
   */
  public void add(EpochMetrics row) throws IOException {
    EventFile open =
        events.orElseThrow(() -> new IllegalStateException("resume() comes before add()"));
    metrics.add(row);
    SequencedMap<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("train/loss", row.trainLoss());
    row.validationLoss().ifPresent(loss -> numbers.put("validation/loss", loss));
    row.score().ifPresent(score -> numbers.put("validation/" + config.score(), score));
    row.more().forEach((name, value) -> numbers.putIfAbsent("validation/" + name, value));
    numbers.put("rate", row.rate());
    numbers.put("pictures_per_second", row.picturesPerSecond());
    open.add(row.step(), numbers);
  }

  /**
   * Draws the curves anew.
   *
   * @return why there are none, where this system has no fonts
   * @throws IOException if they cannot be written
   */
  public Optional<String> draw() throws IOException {
    List<EpochMetrics> rows = metrics.rows();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    try {
      Curves.of(rows, config.score()).write(files);
      return Optional.empty();
    } catch (CommandException e) {
      return Optional.of("no curves: " + e.getMessage());
    }
  }

  /**
   * Writes the page about the run.
   *
   * @throws IOException if it cannot be written
   */
  public void report(RunReport report) throws IOException {
    TextFiles.write(files.report(), new ReportPage(report, config, metrics.rows()).html());
  }

  /**
   * Notes how the run ended.
   *
   * @throws IOException if it cannot be written
   */
  public void end(Ending ending) throws IOException {
    ending.write(files.ending());
  }

  /** Lets others at the run. */
  @Override
  public void close() throws IOException {
    try (lock) {
      if (events.isPresent()) {
        events.get().close();
      }
    }
  }
}
