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
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/**
 * Names of classes in a text file, one a line: the name alone, or, as Teachable Machine writes, its
 * index and the name. Names may hold blanks and begin with digits.
 */
public final class LabelLines {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;
  private static final Pattern INDEXED = Pattern.compile("(\\d{1,9})[ \\t]+(\\S.*)");

  private LabelLines() {}

  /**
   * The labels beside a model, without saying where, within the default limits.
   *
   * @see LabelFiles#beside
   */
  public static Optional<List<String>> beside(Path model) throws IOException {
    return LabelFiles.beside(model, Limits.defaults()).map(ImportedModel.NamedClasses::labels);
  }

  /**
   * The labels in a stream.
   *
   * @param name for errors
   * @throws MalformedModelException if it is no UTF-8
   * @throws liviano.UnsupportedModelException if it is longer than the limits allow
   * @throws IOException if it cannot be read
   */
  public static List<String> read(InputStream in, String name, Limits limits) throws IOException {
    byte[] bytes = in.readNBytes(most(limits));
    limits.require(Limit.LABEL_BYTES, bytes.length, name);
    try {
      return of(Utf8.decode(bytes));
    } catch (EncodingException e) {
      throw new MalformedModelException(name, "labels: " + e.getMessage());
    }
  }

  /** As many bytes as are read, and one more where there are more. */
  static int most(Limits limits) {
    return (int) Math.min(limits.most(Limit.LABEL_BYTES), LONGEST_ARRAY) + 1;
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
