package liviano.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.cli.CommandContext;
import liviano.cli.MissingFile;
import liviano.cli.input.Input;
import liviano.cli.input.Inputs;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import picocli.CommandLine.Parameters;

/** The pictures that a verb is given. */
public final class Pictures {
  @Parameters(
      arity = "1..*",
      paramLabel = "PICTURE",
      description = "Files, folders, patterns, or - for standard input.")
  private List<String> arguments = List.of();

  /** For picocli, which fills the field. */
  public Pictures() {}

  public List<Input> expand(CommandContext context) {
    return Inputs.expand(arguments, context.console().input());
  }

  /**
   * Decodes one.
   *
   * @throws liviano.vision.MalformedPictureException if it is broken; the message names it
   * @throws IOException if it is not there
   */
  public static Picture read(Input input) throws IOException {
    return read(input, PictureReader.defaults());
  }

  public static Picture read(Input input, PictureReader reader) throws IOException {
    return switch (input) {
      case Input.File(_, Path path) -> read(path, reader);
      case Input.StandardInput(InputStream stream) -> reader.read(stream, input.name());
      case Input.Unreadable(_, String reason) -> throw new IOException(reason);
    };
  }

  private static Picture read(Path path, PictureReader reader) throws IOException {
    Optional<String> broken = MissingFile.brokenLink(path);
    if (broken.isPresent()) {
      throw new IOException(broken.get());
    }
    return reader.read(path);
  }
}
