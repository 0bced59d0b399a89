package liviano.cli.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import liviano.cli.CommandContext;
import liviano.cli.Version;
import liviano.kernels.Providers;

/**
 * What decides how well Liviano runs here, and what is wrong with it.
 *
 * @param javaVendor who built the JDK
 * @param memoryBytes the machine's or the container's
 * @param heapBytes the most the JVM takes for objects
 * @param fileNames the encoding in which this JVM reads the names of files and the words it is
 *     given
 * @param pictureFormats of those Liviano reads, the ones this JVM has a decoder for, sorted
 */
record Diagnosis(
    String version,
    Runtime.Version java,
    String javaVendor,
    String operatingSystem,
    String architecture,
    Processor cpu,
    long memoryBytes,
    long heapBytes,
    KernelChoice kernels,
    String fileNames,
    List<String> pictureFormats,
    ModelFolder models) {
  private static final List<String> FORMATS = List.of("bmp", "gif", "jpeg", "png", "webp");

  /** Earlier builds of JDK 25 corrupt pinned arrays under G1 (JDK-8377811). */
  private static final Runtime.Version OLDEST_JAVA = Runtime.Version.parse("25.0.3");

  static Diagnosis ofThisProcess(CommandContext context) {
    return new Diagnosis(
        Version.number(),
        Runtime.version(),
        System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Processor.ofThisMachine(context.environment()),
        memory(),
        Runtime.getRuntime().maxMemory(),
        KernelChoice.ofThisProcess(),
        System.getProperty("sun.jnu.encoding"),
        decodableFormats(),
        ModelFolder.of(context.modelFolderIfAny()));
  }

  /** One line for each thing that should be changed: what, and what to do. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (java.compareToIgnoreOptional(OLDEST_JAVA) < 0) {
      problems.add(
          String.format(
              Locale.ROOT,
              "Java %s has a bug that corrupts arrays (JDK-8377811): install %s or later",
              java,
              OLDEST_JAVA));
    }
    kernels
        .slowBecause()
        .ifPresent(why -> problems.add("no fast kernels, so networks run slowly: " + why));
    if (!kernels.isRight()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "the kernels '%s' give wrong answers here: run with -D%s=scalar and report it",
              kernels.providers().getFirst().name(),
              Providers.PROPERTY));
    }
    Set<String> missing = new TreeSet<>(FORMATS);
    pictureFormats.forEach(missing::remove);
    if (!missing.isEmpty()) {
      problems.add(
          "no decoder for " + String.join(", ", missing) + ": the installation is incomplete");
    }
    if (Charset.forName(fileNames, StandardCharsets.UTF_8).equals(StandardCharsets.US_ASCII)) {
      problems.add(
          String.format(
              Locale.ROOT,
              "names of files are read as %s, which has the letters of English alone: set LC_ALL=C.UTF-8",
              fileNames));
    }
    models.problem().ifPresent(problems::add);
    return problems;
  }

  private static List<String> decodableFormats() {
    return FORMATS.stream()
        .filter(format -> ImageIO.getImageReadersByFormatName(format).hasNext())
        .toList();
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
