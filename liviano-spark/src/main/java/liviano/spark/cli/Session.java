package liviano.spark.cli;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.cli.CommandException;
import org.apache.spark.sql.SparkSession;

/**
 * Spark as the command needs it: quiet, and with our jar on a cluster's executors.
 *
 * @param isOwn whether it ends with the command; one that runs already in this process does not
 */
public record Session(SparkSession spark, boolean isOwn) implements AutoCloseable {
  private static final String LOG_SETTINGS = "log4j2.configurationFile";

  /**
   * Bytes of pictures in a partition, where Spark's usual 128 MiB leave processors idle at the end,
   * and what opening a file counts for: Spark's usual 4 MiB would make a partition of four
   * pictures.
   */
  private static final long PARTITION_BYTES = 16L << 20;

  private static final long OPENING_BYTES = 32L << 10;

  /** Whether a master is this process. */
  public static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /**
   * Starts one for tables, or takes the one that runs.
   *
   * @throws CommandException if there is no such master, or it cannot be reached
   */
  static Session start(String master) {
    return start(
        master,
        Map.of(
            "spark.sql.files.maxPartitionBytes",
            PARTITION_BYTES,
            "spark.sql.files.openCostInBytes",
            OPENING_BYTES),
        assembled().stream().toList());
  }

  /**
   * Starts one, or takes the one that runs.
   *
   * @param settings of Spark's
   * @param jars what executors need of ours
   * @throws CommandException if there is no such master, or it cannot be reached
   */
  public static Session start(String master, Map<String, Object> settings, List<Path> jars) {
    boolean isOwn = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("liviano")
            .config("spark.ui.enabled", false)
            .config(settings);
    if (isLocal(master)) {
      builder
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1");
    } else {
      builder.config(
          "spark.jars",
          String.join(",", jars.stream().map(jar -> jar.toUri().toString()).toList()));
    }
    try {
      return new Session(builder.getOrCreate(), isOwn);
    } catch (Exception e) { // Scala does not declare what it throws
      throw new CommandException("--master " + master + ": " + firstLine(e), e);
    }
  }

  @Override
  public void close() {
    if (isOwn) {
      spark.stop();
    }
  }

  /**
   * Before anything of Spark's or Hadoop's is used, which looks once how to log.
   *
   * @param debug whether they may
   */
  public static void quieten(boolean debug) {
    URL settings = Session.class.getResource("log4j2.properties");
    if (!debug && settings != null && System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, settings.toString());
    }
  }

  /** The jar of all our modules, which lies beside this one's. */
  private static Optional<Path> assembled() {
    try {
      Path own = Path.of(Session.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(own.resolveSibling("liviano-spark-all.jar")).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class paths are of files", e);
    }
  }

  /** What Spark says is wrong, without its plans and stack traces. */
  public static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
