package liviano.spark.train;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFiles;

/**
 * The class path of workers, as it is found on their machines.
 *
 * @param names paths of this machine, or names of files that Spark brings to each
 * @param brought whether Spark brings them
 */
record WorkerFiles(List<String> names, boolean brought) implements Serializable {
  private static final long serialVersionUID = 1L;

  WorkerFiles {
    names = List.copyOf(names);
  }

  /** Workers of this machine have what it has. */
  static WorkerFiles here(List<Path> classPath) {
    return new WorkerFiles(classPath.stream().map(Path::toString).toList(), false);
  }

  /** Where they are on the machine of this task. */
  List<String> found() {
    List<String> found = new ArrayList<>(names);
    if (brought) {
      found.replaceAll(SparkFiles::get);
    }
    return found;
  }
}
