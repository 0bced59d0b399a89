package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.train.data.ClassificationData;
import liviano.train.data.ReadablePictures;
import liviano.train.tasks.ClassificationOptions;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Examples;
import liviano.vision.eval.ExamplesCsv;

/** Labelled pictures from where a run says they are. */
final class ClassificationReading {
  private ClassificationReading() {}

  /**
   * Reads where they lie and how they are divided; those that are no pictures are left out and
   * noticed.
   */
  static ClassificationData read(
      Path data, ClassificationOptions options, long seed, CommandContext context)
      throws IOException {
    if (Files.notExists(data)) {
      throw new CommandException(data + ": no such folder or file");
    }
    Examples examples =
        Files.isDirectory(data)
            ? ClassFolders.read(data)
            : ExamplesCsv.read(data, data.toAbsolutePath().getParent());
    context.console().status("looking at the pictures");
    Examples readable = ReadablePictures.of(examples, options.threads());
    context.console().status("");
    return ClassificationData.of(readable, options.validation(), seed);
  }
}
