package liviano.bench.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The memory that the system has given this process, heap and all. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Resident() {}

  /** In words, with a comma before them; empty where the system does not tell. */
  static String words() {
    if (!Files.isReadable(STATUS)) {
      return "";
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .map(kib -> String.format(Locale.ROOT, ", %,d MiB of memory", kib >> 10))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
