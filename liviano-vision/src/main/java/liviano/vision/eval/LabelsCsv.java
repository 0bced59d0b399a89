package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which picture shows which class: a CSV file in UTF-8 with the header {@code file,class_0_to_999},
 * where the number is the last class, and one picture a line. Fields may be quoted; blank lines are
 * passed over.
 */
public final class LabelsCsv {
  private static final Pattern CLASS_COLUMN = Pattern.compile("class_0_to_([0-9]{1,7})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final String name;
  private final List<LabelledPicture> pictures = new ArrayList<>();
  private final Map<Path, Integer> lineOf = new HashMap<>();

  private LabelsCsv(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param classes how many classes the model knows; a label beyond them is out of range, whatever
   *     the header allows
   * @return its pictures in their order, at least one
   * @throws DataSetException naming the line, if it breaks any rule: another header, a class out of
   *     range, a picture listed twice or outside the data set's folder
   * @throws IOException if it cannot be read
   */
  public static List<LabelledPicture> read(Path csv, int classes) throws IOException {
    return parse(csv.toString(), TextFile.read(csv), classes);
  }

  /**
   * Reads the text of such a file.
   *
   * @param name of the file in error messages
   */
  static List<LabelledPicture> parse(String name, String text, int classes) {
    List<String> lines = text.lines().toList();
    LabelsCsv csv = new LabelsCsv(name);
    int lastClass = Math.min(classes - 1, csv.header(lines.isEmpty() ? "" : lines.getFirst()));
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        csv.add(lines.get(i), i + 1, lastClass);
      }
    }
    if (csv.pictures.isEmpty()) {
      throw new DataSetException(name, "it lists no pictures");
    }
    return List.copyOf(csv.pictures);
  }

  /** The last class. */
  private int header(String line) {
    List<String> columns = fields(line, 1);
    Matcher column = CLASS_COLUMN.matcher(columns.getLast());
    if (columns.size() != 2 || !columns.getFirst().equals("file") || !column.matches()) {
      throw error(1, "the header must be file,class_0_to_999 (or another last class)");
    }
    return Integer.parseInt(column.group(1));
  }

  private void add(String line, int number, int lastClass) {
    List<String> fields = fields(line, number);
    if (fields.size() != 2) {
      throw error(number, String.format(Locale.ROOT, "%d fields instead of 2", fields.size()));
    }
    Integer before = lineOf.putIfAbsent(inside(fields.getFirst(), number), number);
    if (before != null) {
      throw error(
          number,
          String.format(
              Locale.ROOT, "'%s' is listed twice, first in line %d", fields.getFirst(), before));
    }
    String label = fields.getLast().strip();
    if (!NUMBER.matcher(label).matches() || Integer.parseInt(label) > lastClass) {
      throw error(
          number,
          String.format(Locale.ROOT, "class '%s' is no number from 0 to %d", label, lastClass));
    }
    pictures.add(new LabelledPicture(fields.getFirst(), Integer.parseInt(label)));
  }

  /** The way to a picture in the data set's folder, in its shortest form. */
  private Path inside(String file, int number) {
    try {
      return FolderNames.requireInside(file);
    } catch (IllegalArgumentException e) {
      throw error(number, e.getMessage());
    }
  }

  private List<String> fields(String line, int number) {
    try {
      return CsvLine.fields(line);
    } catch (IllegalArgumentException e) {
      throw error(number, e.getMessage());
    }
  }

  private DataSetException error(int line, String reason) {
    return new DataSetException(name, line, reason);
  }
}
