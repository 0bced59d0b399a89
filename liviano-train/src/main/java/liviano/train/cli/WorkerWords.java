package liviano.train.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.train.parallel.WorkerCommand;

/** This command once more, told to go on with a run: as a worker of it. */
final class WorkerWords {
  /** What workers have on their class path, where that is less than this process has. */
  private static final String CLASS_PATH = "liviano.worker.path";

  private WorkerWords() {}

  /**
   * How to start one.
   *
   * @param mainClass the command, as it is or tethered
   * @param time how long it may work
   */
  static WorkerCommand of(PaceOptions pace, Path run, Class<?> mainClass, Optional<String> time) {
    List<String> words = new ArrayList<>(List.of(mainClass.getName(), "train"));
    words.addAll(List.of("--resume", run.toAbsolutePath().normalize().toString()));
    time.ifPresent(text -> words.addAll(List.of("--for", text)));
    words.addAll(List.of("--worker-timeout", String.valueOf(pace.timeout().toSeconds())));
    if (!pace.pictures()) {
      words.add("--no-pictures");
    }
    String classPath = System.getProperty(CLASS_PATH, System.getProperty("java.class.path"));
    return new WorkerCommand(
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        Stream.of(classPath.split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList(),
        words);
  }
}
