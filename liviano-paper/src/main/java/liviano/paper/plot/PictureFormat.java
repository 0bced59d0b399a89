package liviano.paper.plot;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a drawing is written: by the ending of its file's name. */
enum PictureFormat {
  /** Pixels, two a point. */
  PNG,
  /** Lines, areas and text that stays text. */
  SVG;

  static Optional<PictureFormat> of(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return Arrays.stream(values())
        .filter(format -> name.toLowerCase(Locale.ROOT).endsWith(format.ending()))
        .findFirst();
  }

  /** Such as {@code .png}. */
  String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  static String endings() {
    return Arrays.stream(values()).map(PictureFormat::ending).collect(Collectors.joining(" or "));
  }
}
