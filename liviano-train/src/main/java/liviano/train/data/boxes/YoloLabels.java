package liviano.train.data.boxes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.TextFile;

/**
 * The boxes of one picture as YOLO's texts have them: a line {@code class x y width height} for
 * each, where x and y are of its middle, and all but the class are parts of the picture's width or
 * height.
 */
final class YoloLabels {
  private static final int FIELDS = 5;

  /** By how much a box reaches beyond its picture where its numbers were rounded. */
  private static final double ROUNDING = 0.002;

  private YoloLabels() {}

  /**
   * Reads a file.
   *
   * @param classes how many there are
   * @throws DataSetException naming the line, if it is not such a file
   * @throws IOException if it cannot be read
   */
  static List<TrueBox> read(Path file, int classes, BoxCheck check) throws IOException {
    List<TrueBox> boxes = new ArrayList<>();
    List<String> lines = TextFile.read(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          BoxCheck.Drawn drawn = drawn(lines.get(i).strip().split("\\s+"), classes);
          String place = String.format(Locale.ROOT, "%s: line %d", file, i + 1);
          check.sound(drawn, ROUNDING, place).ifPresent(boxes::add);
        } catch (IllegalArgumentException e) {
          throw new DataSetException(file.toString(), i + 1, e.getMessage());
        }
      }
    }
    return boxes;
  }

  private static BoxCheck.Drawn drawn(String[] fields, int classes) {
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d numbers instead of 5: class, x, y, width, height%s",
              fields.length,
              fields.length > FIELDS ? " (outlines are not read)" : ""));
    }
    int category = category(fields[0], classes);
    double x = part(fields[1], "x");
    double y = part(fields[2], "y");
    double width = part(fields[3], "width");
    double height = part(fields[4], "height");
    return new BoxCheck.Drawn(
        category, y - height / 2, x - width / 2, y + height / 2, x + width / 2, false, false);
  }

  private static int category(String text, int classes) {
    int category;
    try {
      category = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("class '" + text + "' is not a whole number", e);
    }
    if (category < 0 || category >= classes) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "class %d: there are %d, counted from 0", category, classes));
    }
    return category;
  }

  private static double part(String text, String what) {
    double part =
        Numbers.real(text)
            .orElseThrow(
                () -> new IllegalArgumentException(what + " '" + text + "' is not a number"));
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException(
          what + " " + text + " is no part of the picture: give from 0 to 1");
    }
    return part;
  }
}
