package liviano.cli.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cache for data, as a core sees it.
 *
 * @param level 1 is nearest to the core
 */
record CacheLevel(int level, long bytes) {
  /** Of the first core, on Linux. */
  static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private static final Pattern KIBIBYTES = Pattern.compile("([0-9]{1,9})K");
  private static final Pattern LEVEL = Pattern.compile("[1-9]");

  /**
   * Reads what Linux says of a core's caches.
   *
   * @param folder with a folder {@code index0}, {@code index1} ... for each
   * @return from the nearest to the farthest; empty if the system does not say
   */
  static List<CacheLevel> of(Path folder) {
    List<CacheLevel> caches = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "index*")) {
      for (Path cache : files) {
        String level = line(cache, "level");
        Matcher size = KIBIBYTES.matcher(line(cache, "size"));
        boolean data = !line(cache, "type").equals("Instruction");
        if (data && LEVEL.matcher(level).matches() && size.matches()) {
          caches.add(new CacheLevel(Integer.parseInt(level), Long.parseLong(size.group(1)) << 10));
        }
      }
    } catch (IOException e) {
      return List.of(); // many containers have none of it
    }
    caches.sort(Comparator.comparingInt(CacheLevel::level));
    return List.copyOf(caches);
  }

  private static String line(Path cache, String name) throws IOException {
    return Files.readString(cache.resolve(name)).strip();
  }
}
