package liviano.formats.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/**
 * Names of classes in a text file, one a line: the name alone, or, as Teachable Machine writes, its
 * index and the name. Names may hold blanks and begin with digits.
 */
public final class LabelLines {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern INDEXED = Pattern.compile("(\\d{1,9})[ \\t]+(\\S.*)");

  private LabelLines() {}

  /**
   * The labels beside a model, without saying where.
   *
   * @see LabelFiles#beside
   */
  public static Optional<List<String>> beside(Path model) throws IOException {
    return LabelFiles.beside(model).map(ImportedModel.NamedClasses::labels);
  }

  /**
   * The labels in a stream, at most 1 MiB of it.
   *
   * @param name for errors
   * @throws MalformedModelException if it is longer, or no UTF-8
   * @throws IOException if it cannot be read
   */
  public static List<String> read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new MalformedModelException(name, "labels of over " + MOST_BYTES + " bytes");
    }
    try {
      return of(Utf8.decode(bytes));
    } catch (EncodingException e) {
      throw new MalformedModelException(name, "labels: " + e.getMessage());
    }
  }

  /** The labels in a text; empty lines at its end are none. */
  static List<String> of(String text) {
    List<String> lines = new ArrayList<>(text.lines().map(String::strip).toList());
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return indexed(lines.stream().filter(line -> !line.isEmpty()).toList())
        .orElse(List.copyOf(lines));
  }

  /**
   * The names by their indices, where each line that is not empty has one and each number from 0 on
   * comes once.
   */
  private static Optional<List<String>> indexed(List<String> lines) {
    List<String> names = new ArrayList<>(Collections.nCopies(lines.size(), ""));
    for (String line : lines) {
      Matcher parts = INDEXED.matcher(line);
      int index = parts.matches() ? Integer.parseInt(parts.group(1)) : -1;
      if (index < 0 || index >= names.size() || !names.get(index).isEmpty()) {
        return Optional.empty();
      }
      names.set(index, parts.group(2));
    }
    return Optional.of(List.copyOf(names));
  }
}
