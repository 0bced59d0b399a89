package liviano.cli.options;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import liviano.cli.CommandException;
import liviano.files.NewFolders;

/** A folder that results are written into. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Makes it, and those it lies in, unless it is there. If the command ends with nothing in it, it
   * goes again.
   *
   * @throws CommandException if something else has its name
   */
  public static Path make(Path folder) throws IOException {
    try {
      return NewFolders.make(folder);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(String.format(Locale.ROOT, "%s: not a folder", e.getFile()), e);
    }
  }
}
