package liviano.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import liviano.files.ScratchFolder;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a session of Spark in this JVM, with two tasks at a time. All classes share one,
 * which takes seconds to start; what it writes goes with it.
 */
public final class LocalSpark implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(LocalSpark.class);

  /** The session, and the folder for what it writes. */
  private record Running(SparkSession session, ScratchFolder folder) implements AutoCloseable {
    static Running start() {
      try {
        ScratchFolder folder = ScratchFolder.temporary("liviano-spark-test");
        Path path = folder.path();
        SparkSession session =
            SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                // Workers beyond its two tasks have no room, and waiting brings none.
                .config("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", 1)
                .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
                .config("spark.sql.warehouse.dir", path.resolve("warehouse").toUri().toString())
                .config("spark.local.dir", path.resolve("local").toString())
                .config("spark.sql.extensions", LivianoExtensions.class.getName())
                .getOrCreate();
        return new Running(session, folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      session.stop();
      folder.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
        .session();
  }
}
