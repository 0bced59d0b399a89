package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.input.Input;
import liviano.cli.options.OutputFolder;
import picocli.CommandLine.Option;

/** The options of the verbs that draw their answer over the picture. */
final class DrawingOptions {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description =
          "Write the drawn pictures into this folder. If not given: here, or with --json nowhere.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--no-picture", description = "Draw nothing.")
  private boolean noPicture;

  boolean isFolderGiven() {
    return out.isPresent();
  }

  /**
   * Where to draw; empty if nothing is to be drawn.
   *
   * @param json whether the answer is for a machine: then nothing is drawn unasked
   * @throws UsageException if the options contradict each other
   * @throws CommandException if there is nowhere to write to
   */
  Optional<DrawnFiles> files(List<Input> inputs, boolean json, List<String> endings)
      throws IOException {
    if (noPicture && out.isPresent()) {
      throw new UsageException("give --out or --no-picture, not both");
    }
    if (noPicture || out.isEmpty() && json) {
      return Optional.empty();
    }
    if (out.isEmpty() && !Files.isWritable(Path.of("."))) {
      throw new CommandException(
          "this folder takes no files: give --out FOLDER for the drawn pictures, or --no-picture");
    }
    Path folder = out.isPresent() ? OutputFolder.make(out.get()) : Path.of("");
    return Optional.of(new DrawnFiles(folder, inputs, endings));
  }
}
