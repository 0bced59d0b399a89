package liviano.spark.cli;

import java.io.IOException;
import java.util.Locale;
import liviano.LivianoException;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Paths that a user names, of any file system. */
final class Places {
  private Places() {}

  /** How file systems are reached, as a session of Spark's would have it. */
  static Configuration settings() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * The path that an option has.
   *
   * @throws UsageException if it is none
   */
  static Path path(String option, String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "%s: '%s' is no path (%s)",
              option,
              LivianoException.oneLine(text),
              LivianoException.oneLine(String.valueOf(e.getMessage()))));
    }
  }

  /**
   * The file system of a path.
   *
   * @throws CommandException if there is none of its kind, or it cannot be reached
   */
  static FileSystem system(Path path, Configuration hadoop) {
    try {
      return path.getFileSystem(hadoop);
    } catch (IOException | IllegalArgumentException e) { // the latter of names such as hdfs://
      throw new CommandException(
          path + ": " + LivianoException.oneLine(String.valueOf(e.getMessage())), e);
    }
  }
}
