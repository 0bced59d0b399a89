package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which picture shows what: a CSV file in UTF-8 with the header {@code path,label} or {@code
 * path,label,split}, and one picture a line. The split is {@code train}, {@code validation}, {@code
 * test} or nothing. Fields may be quoted; blank lines are passed over.
 */
public final class ExamplesCsv {
  private static final List<String> HEADER = List.of("path", "label", "split");

  private final String name;
  private final Path folder;
  private final List<Example> pictures = new ArrayList<>();
  private final Map<Path, Integer> lineOf = new HashMap<>();

  private ExamplesCsv(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /**
   * Reads a file.
   *
   * @param folder that the paths start from, and that they do not lead out of
   * @return its pictures in their order, at least one
   * @throws DataSetException naming the line, if it breaks any rule: another header, no label,
   *     another split, a picture listed twice or outside the folder
   * @throws IOException if it cannot be read
   */
  public static Examples read(Path csv, Path folder) throws IOException {
    return new ExamplesCsv(csv.toString(), folder).parse(TextFile.read(csv));
  }

  private Examples parse(String text) {
    List<String> lines = text.lines().toList();
    List<String> header = lines.isEmpty() ? List.of() : fields(lines.getFirst(), 1);
    if (header.size() < 2
        || header.size() > 3
        || !HEADER.subList(0, header.size()).equals(header)) {
      throw new DataSetException(name, 1, "the header must be path,label or path,label,split");
    }
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        add(fields(lines.get(i), i + 1), header.size(), i + 1);
      }
    }
    if (pictures.isEmpty()) {
      throw new DataSetException(name, "it lists no pictures");
    }
    return new Examples(pictures, List.of());
  }

  private void add(List<String> fields, int columns, int line) {
    if (fields.size() != columns) {
      throw new DataSetException(
          name,
          line,
          String.format(Locale.ROOT, "%d fields instead of %d", fields.size(), columns));
    }
    if (pictures.size() == ClassFolders.MOST_PICTURES) {
      throw new DataSetException(name, line, "more than " + pictures.size() + " pictures");
    }
    Path path = inside(fields.getFirst(), line);
    Integer before = lineOf.putIfAbsent(path, line);
    if (before != null) {
      throw new DataSetException(
          name,
          line,
          String.format(
              Locale.ROOT, "'%s' is listed twice, first in line %d", fields.getFirst(), before));
    }
    String label = Normalizer.normalize(fields.get(1).strip(), Normalizer.Form.NFC);
    if (label.isEmpty()) {
      throw new DataSetException(name, line, "no label");
    }
    Part part = columns == 3 ? part(fields.get(2).strip(), line) : Part.ANY;
    pictures.add(Example.of(folder.resolve(path), label, part));
  }

  private Part part(String split, int line) {
    return switch (split.toLowerCase(Locale.ROOT)) {
      case "" -> Part.ANY;
      case "train", "training" -> Part.TRAINING;
      case "validation", "valid", "val" -> Part.VALIDATION;
      case "test" -> Part.TEST;
      default ->
          throw new DataSetException(
              name,
              line,
              String.format(Locale.ROOT, "split '%s' is none of train, validation, test", split));
    };
  }

  private Path inside(String file, int line) {
    try {
      return FolderNames.requireInside(file);
    } catch (IllegalArgumentException e) {
      throw new DataSetException(name, line, e.getMessage());
    }
  }

  private List<String> fields(String line, int number) {
    try {
      return CsvLine.fields(line);
    } catch (IllegalArgumentException e) {
      throw new DataSetException(name, number, e.getMessage());
    }
  }
}
