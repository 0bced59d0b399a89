package liviano.train.parallel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker's process is started, on whatever machine.
 *
 * @param flags of its JVM
 * @param classPath archives, or folders of classes
 * @param words its main class, and what that is told
 */
public record WorkerCommand(List<String> flags, List<Path> classPath, List<String> words) {
  public WorkerCommand {
    flags = List.copyOf(flags);
    classPath = List.copyOf(classPath);
    words = List.copyOf(words);
  }

  /**
   * The line to start it by.
   *
   * @param javaHome of the JDK that runs it
   * @param files the class path as it is on its machine
   */
  public static List<String> line(
      Path javaHome, List<String> flags, List<String> files, List<String> words) {
    List<String> line = new ArrayList<>();
    line.add(javaHome.resolve("bin").resolve("java").toString());
    line.addAll(flags);
    line.addAll(List.of("-cp", String.join(System.getProperty("path.separator"), files)));
    line.addAll(words);
    return line;
  }

  /** The line to start it by on this machine, by the JDK that runs this process. */
  public List<String> here() {
    return line(
        Path.of(System.getProperty("java.home")),
        flags,
        classPath.stream().map(Path::toString).toList(),
        words);
  }
}
