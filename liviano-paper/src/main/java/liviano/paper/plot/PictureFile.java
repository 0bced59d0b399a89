package liviano.paper.plot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import liviano.cli.CommandException;
import liviano.cli.UsageException;
import liviano.cli.options.TargetFile;
import liviano.files.PartialFile;

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
    TargetFile.require(path);
    return new PictureFile(path, format);
  }

  /**
   * Writes the drawing: PNG with two pixels a point, SVG with its text as text.
   *
   * @throws CommandException if this system has no fonts
   * @throws IOException if it cannot be written; the exception names the file
   */
  public void write(Graphic drawing) throws IOException {
    Lettering.requireFonts();
    byte[] bytes =
        switch (format) {
          case PNG -> Png.encode(drawing);
          case SVG -> Svg.encode(drawing);
        };
    try (PartialFile file = PartialFile.create(path)) {
      file.write(ByteBuffer.wrap(bytes));
      file.finish();
    }
  }
}
