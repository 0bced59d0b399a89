package liviano.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.cli.UsageException;

/** Files that a verb is told to write: all that can be known of them before the work is done. */
public final class TargetFile {
  private TargetFile() {}

  /**
   * Refuses a name that no file can be written under.
   *
   * @throws CommandException if it is a folder, or lies in none that takes files
   */
  public static void require(Path target) {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: is a folder, expected a file's name", target));
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: there is no such folder to write to", target));
    }
    if (!Files.isWritable(absolute.getParent())) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: may not write to this folder", target));
    }
  }

  /**
   * The same, and that nothing is there yet.
   *
   * @param force whether what is there may be written over
   * @throws CommandException if something is there that must not be
   */
  public static void requireFree(Path target, boolean force) {
    require(target);
    requireAbsent(target, force);
  }

  /**
   * Refuses to write over what is there.
   *
   * @throws CommandException if something is there and {@code force} is not given
   */
  public static void requireAbsent(Path target, boolean force) {
    if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: it is there already; --force writes over it", target));
    }
  }

  /**
   * The same for the predictions of an evaluation.
   *
   * @param truth what must not be overwritten
   * @param pictures nor any of these
   * @throws UsageException if it would be
   */
  public static void requirePredictions(
      Path target, Path truth, String truthName, Stream<Path> pictures) throws IOException {
    require(target);
    if (!Files.exists(target)) {
      return;
    }
    if (Files.exists(truth) && Files.isSameFile(target, truth)) {
      throw new UsageException("--predictions would overwrite the " + truthName);
    }
    for (Path picture : (Iterable<Path>) pictures::iterator) {
      if (Files.exists(picture) && Files.isSameFile(target, picture)) {
        throw new UsageException("--predictions would overwrite the picture " + picture);
      }
    }
  }
}
