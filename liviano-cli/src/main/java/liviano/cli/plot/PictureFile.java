package liviano.cli.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.output.PartialFile;

/**
 * Where a drawing goes. What can be known before the work is done is checked when it is made, and
 * the file is written whole or not at all.
 */
public final class PictureFile {
  private final Path path;
  private final PictureFormat format;

  private PictureFile(Path path, PictureFormat format) {
    this.path = path;
    this.format = format;
  }

  /**
   * For a name that ends in {@code .png} or {@code .svg}.
   *
   * @throws UsageException if it ends otherwise
   * @throws CommandException if it is a folder, or lies in none
   */
  public static PictureFile at(Path path) {
    PictureFormat format =
        PictureFormat.of(path)
            .orElseThrow(
                () ->
                    new UsageException(
                        String.format(
                            Locale.ROOT,
                            "%s: a picture's name must end in %s",
                            path,
                            PictureFormat.endings())));
    Path absolute = path.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: is a folder, expected a file's name", path));
    }
    if (!Files.isDirectory(absolute.getParent())) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: there is no such folder to write to", path));
    }
    if (!Files.isWritable(absolute.getParent())) {
      throw new CommandException(
          String.format(Locale.ROOT, "%s: may not write to this folder", path));
    }
    return new PictureFile(path, format);
  }

  /**
   * Writes the drawing: PNG with two pixels a point, SVG with its text as text.
   *
   * @throws CommandException if it cannot be written, or this system has no fonts
   */
  public void write(Drawing drawing) {
    Lettering.requireFonts();
    byte[] bytes =
        switch (format) {
          case PNG -> Png.encode(drawing);
          case SVG -> Svg.encode(drawing);
        };
    try (PartialFile file = PartialFile.of(path)) {
      Files.write(file.path(), bytes);
      file.finish();
    } catch (IOException e) {
      throw new CommandException(String.format(Locale.ROOT, "%s: cannot be written", path), e);
    }
  }
}
