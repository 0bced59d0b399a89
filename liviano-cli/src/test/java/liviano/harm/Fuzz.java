package liviano.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.model.Model;

/**
 * What Jazzer calls: reads the bytes of one target, and computes what they hold if they are a
 * model. The system property {@value #TARGET} names the target, {@value #LAST} the file that keeps
 * the input being read, or it is beside the folder of files: Jazzer keeps inputs that throw, but
 * none of a JVM that crashes.
 */
public final class Fuzz {
  static final String TARGET = "liviano.fuzz.target";
  static final String LAST = "liviano.fuzz.last";

  /** Code that counts its coverage takes several times as long. */
  private static final long MOST_NANOS = 5_000_000_000L;

  private static final int MOST_GRAPHS = 10_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Path MEMORY = Path.of("/dev/shm");

  private static Fuzz current;

  private final Path folder;
  private final Path last;
  private final Target target;
  private final Parts parts;
  private ModelTrial models = new ModelTrial();

  /**
   * @param folder for the files of the target
   * @param last keeps the bytes of the input being read
   */
  Fuzz(Target target, Path folder, Path last) {
    this.folder = folder;
    this.last = last;
    this.target = target;
    this.parts = new Parts(target);
  }

  public static void fuzzerInitialize() throws IOException {
    String name = System.getProperty(TARGET, "");
    Target target =
        Targets.all().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no target '" + name + "'"));
    Path folder = temporary();
    current = new Fuzz(target, folder, Path.of(System.getProperty(LAST, folder + ".last")));
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    current.read(input);
  }

  public static void fuzzerTearDown() throws IOException {
    delete(current.folder);
    Files.deleteIfExists(current.last);
  }

  /** A folder in memory, where there is one. */
  static Path temporary() throws IOException {
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, "liviano-fuzz")
        : Files.createTempDirectory("liviano-fuzz");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /**
   * Reads one input; anything but an answer or a refusal in one line is thrown.
   *
   * @return whether it was read
   */
  boolean read(byte[] input) throws IOException {
    Files.write(last, input);
    for (Map.Entry<String, byte[]> file : target.packing().files(parts.apart(input)).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.deleteIfExists(path); // never over one that may be mapped
      Files.write(path, file.getValue());
    }
    long start = THREADS.getCurrentThreadCpuTime();
    boolean isRead = isRead();
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    if (nanos > MOST_NANOS) {
      throw new AssertionError(
          String.format(Locale.ROOT, "%s: took %d ms", target.name(), nanos / 1_000_000));
    }
    return isRead;
  }

  private boolean isRead() throws IOException {
    try {
      target.reading().read(folder).ifPresent(this::compute);
      return true;
    } catch (IOException | RuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      return false;
    }
  }

  private boolean isRefusal(Throwable e) {
    String message = String.valueOf(e.getMessage());
    boolean named = target.refusal() == IOException.class || message.startsWith(folder.toString());
    return target.refusal().isInstance(e) && named && message.lines().count() == 1;
  }

  private void compute(Model model) {
    if (models.computed() > MOST_GRAPHS) {
      models = new ModelTrial();
    }
    try {
      models.run(model);
    } catch (LivianoException e) {
      // Beyond the limits, or not computed by any provider.
    }
  }
}
