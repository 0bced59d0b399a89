package liviano.harm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The committed inputs of the fuzzer: a folder a target. {@code seed} is what our own writers make;
 * the others were found by the fuzzer, or once made trouble.
 */
final class FuzzCorpus {
  static final String SEED = "seed";
  private static final Path FOLDER = Path.of("src", "test", "fuzz");

  private FuzzCorpus() {}

  static Path folder(Target target) {
    return FOLDER.resolve(slug(target));
  }

  /** A target's name as a file's. */
  static String slug(Target target) {
    return target.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  static List<Path> inputs(Target target) throws IOException {
    try (Stream<Path> files = Files.list(folder(target))) {
      return files.sorted().toList();
    }
  }

  /** Writes the seeds anew. */
  public static void main(String[] arguments) throws IOException {
    for (Target target : Targets.all()) {
      Files.createDirectories(folder(target));
      Files.write(folder(target).resolve(SEED), new Parts(target).joined(target.parts()));
    }
  }
}
