package liviano.cli.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.CommandContext;

/**
 * Where this user's models are kept.
 *
 * @param path empty where the user has no home folder and named none
 * @param exists whether it is there
 * @param serves whether models are read from it, or could be put there
 */
record ModelFolder(Optional<Path> path, boolean exists, boolean serves) {

  static ModelFolder of(Optional<Path> path) {
    return new ModelFolder(
        path,
        path.filter(Files::isDirectory).isPresent(),
        path.filter(ModelFolder::serves).isPresent());
  }

  /** A folder that is there may be for reading alone, filled by somebody else. */
  private static boolean serves(Path folder) {
    if (Files.exists(folder)) {
      return Files.isDirectory(folder) && Files.isReadable(folder);
    }
    Path above = folder.toAbsolutePath().getParent();
    while (above != null && Files.notExists(above)) {
      above = above.getParent();
    }
    return above != null && Files.isDirectory(above) && Files.isWritable(above);
  }

  /** What is to be put right; empty where nothing is. */
  Optional<String> problem() {
    if (path.isEmpty()) {
      return Optional.of("models cannot be installed: " + CommandContext.NO_HOME);
    }
    return serves
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "models cannot be installed in %s: set LIVIANO_HOME to a folder that can be written",
                path.get()));
  }

  /** For people. */
  String describe() {
    return path.map(folder -> folder + (exists ? "" : " (not there yet)")).orElse("nowhere");
  }
}
