package liviano.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import liviano.cli.CommandException;
import liviano.cli.UsageException;

/**
 * A file on its way: written beside its place and moved there in the end, so that nobody takes half
 * of it for the whole; closing it before leaves nothing behind.
 */
public final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path partial;

  private PartialFile(Path target) {
    this.target = target;
    this.partial = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
  }

  /** For a file in a folder that is there. */
  public static PartialFile of(Path target) {
    return new PartialFile(target.toAbsolutePath());
  }

  /**
   * For the predictions of an evaluation, with all that can be known before the work is done.
   *
   * @param truth what must not be overwritten
   * @throws UsageException if it would be
   * @throws CommandException if there is no such place to write to
   */
  public static PartialFile ofPredictions(Path target, Path truth, String truthName)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: is a folder, expected a file's name", target));
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: there is no such folder to write to", target));
    }
    if (Files.exists(absolute) && Files.exists(truth) && Files.isSameFile(absolute, truth)) {
      throw new UsageException("--predictions would overwrite the " + truthName);
    }
    return new PartialFile(absolute);
  }

  /** Where to write. */
  public Path path() {
    return partial;
  }

  /** Puts the file in its place. */
  public void finish() throws IOException {
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(partial);
  }
}
