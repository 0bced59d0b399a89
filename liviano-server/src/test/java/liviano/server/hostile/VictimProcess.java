package liviano.server.hostile;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.server.LivianoServer;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * A process with a server of a small classifier. Prints its port; for each line of standard input
 * it prints what it holds: open files, threads, virtual threads, bytes of heap after a collection,
 * and lines of its request log that are not one JSON document. It ends when its input does.
 */
final class VictimProcess {
  private static final int SIDE = 32;
  private static final int MOST_BODY = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private VictimProcess() {}

  public static void main(String[] arguments) throws IOException {
    AtomicLong badLines = new AtomicLong();
    try (LivianoServer server =
            LivianoServer.builder()
                .model("tiny", tiny())
                .warm(true)
                .repository(true)
                .teach(true)
                .maxBody(MOST_BODY)
                .patience(PATIENCE)
                .requestLog(line -> badLines.addAndGet(isJson(line) ? 0 : 1))
                .start();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(server.address().getPort());
      while (input.readLine() != null) {
        System.out.println(state() + " " + badLines.get());
      }
    }
  }

  private static Model tiny() {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(SIDE)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(SIDE, SIDE))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    var graph = Zoo.graph(recipe);
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }

  private static boolean isJson(String line) {
    try {
      Json.parse(line);
      return line.lines().count() == 1;
    } catch (JsonException e) {
      return false;
    }
  }

  private static String state() throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    return files
        + " "
        + ManagementFactory.getThreadMXBean().getThreadCount()
        + " "
        + virtualThreads()
        + " "
        + (runtime.totalMemory() - runtime.freeMemory());
  }

  private static long virtualThreads() throws IOException {
    Path file = Files.createTempDirectory("liviano-threads").resolve("threads.txt");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (Stream<String> lines = Files.lines(file)) {
        return lines.filter(line -> line.startsWith("#") && line.contains(" virtual")).count();
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    }
  }
}
