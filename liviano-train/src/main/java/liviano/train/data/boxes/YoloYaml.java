package liviano.train.data.boxes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.TextFile;

/**
 * Of YOLO's YAML files the keys that say where pictures are and what classes are called: {@code
 * path}, {@code train}, {@code val} (or {@code valid}), {@code test}, {@code nc} and {@code names}.
 * All other keys are passed over, with what is indented beneath them. Of YAML it reads plain and
 * quoted words, lists and maps of numbers, in lines or in brackets; what else these keys may hold
 * is refused.
 */
final class YoloYaml {
  private static final int MOST_CLASSES = 100_000;
  private static final Pattern KEY = Pattern.compile("([A-Za-z_]+)\\s*:(?:\\s+(.*))?");
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,6})\\s*:\\s+(.*)");
  private static final Pattern LISTED = Pattern.compile("-\\s+(.*)");

  private final String name;
  private final Map<String, String> words = new HashMap<>();
  private final List<String> classes = new ArrayList<>();

  private YoloYaml(String name) {
    this.name = name;
  }

  static YoloYaml read(Path file) throws IOException {
    YoloYaml yaml = new YoloYaml(file.toString());
    yaml.parse(TextFile.read(file).lines().toList());
    return yaml;
  }

  /** The names of the classes, by their numbers; at least one. */
  List<String> classes() {
    return List.copyOf(classes);
  }

  /** The folder that the others start from. */
  Optional<String> path() {
    return Optional.ofNullable(words.get("path"));
  }

  /** Where pictures of a part are: {@code train}, {@code val} or {@code test}. */
  Optional<String> part(String part) {
    String other = part.equals("val") ? words.get("valid") : null;
    return Optional.ofNullable(words.getOrDefault(part, other));
  }

  private void parse(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = bare(lines.get(i), i + 1);
      Matcher key = KEY.matcher(line);
      if (line.isBlank() || Character.isWhitespace(line.charAt(0)) || !key.matches()) {
        continue;
      }
      String value = key.group(2) == null ? "" : key.group(2).strip();
      switch (key.group(1)) {
        case "path", "train", "val", "valid", "test", "nc" -> word(key.group(1), value, i + 1);
        case "names" -> names(value, lines, i);
        default -> {}
      }
    }
    require();
  }

  private void require() {
    if (classes.isEmpty()) {
      throw new DataSetException(name, "no names of classes: add a line 'names: [first, second]'");
    }
    String count = words.get("nc");
    if (count != null && !count.equals(Integer.toString(classes.size()))) {
      throw new DataSetException(
          name, String.format(Locale.ROOT, "nc is %s, but names has %d", count, classes.size()));
    }
    if (classes.stream().distinct().count() < classes.size()) {
      throw new DataSetException(name, "two classes have the same name");
    }
  }

  private void word(String key, String value, int line) {
    if (value.startsWith("[") || value.startsWith("{") || value.startsWith("|")) {
      throw new DataSetException(name, line, key + ": give one file or folder");
    }
    String text = unquoted(value, line);
    if (!text.isEmpty()) {
      words.put(key, text);
    }
  }

  private void names(String value, List<String> lines, int at) {
    if (!classes.isEmpty()) {
      throw new DataSetException(name, at + 1, "names a second time");
    }
    Map<Integer, String> numbered = new TreeMap<>();
    if (value.startsWith("[") || value.startsWith("{")) {
      for (String item : items(value, lines, at)) {
        add(numbered, item, value.startsWith("{"), at + 1);
      }
    } else if (value.isEmpty()) {
      block(lines, at, numbered);
    } else {
      throw new DataSetException(name, at + 1, "names: give a list, as [first, second]");
    }
    for (String label : numbered.values()) {
      if (!numbered.containsKey(classes.size())) {
        throw new DataSetException(
            name,
            at + 1,
            String.format(Locale.ROOT, "names: number %d is missing", classes.size()));
      }
      classes.add(label);
    }
  }

  /** The lines {@code - name} or {@code 0: name} below a key, indented or, of a list, not. */
  private void block(List<String> lines, int at, Map<Integer, String> numbered) {
    for (int i = at + 1; i < lines.size(); i++) {
      String line = bare(lines.get(i), i + 1);
      String item = line.strip();
      if (item.isEmpty()) {
        continue;
      }
      Matcher listed = LISTED.matcher(item);
      boolean inList = listed.matches();
      if (!Character.isWhitespace(line.charAt(0)) && !inList) {
        return;
      }
      add(numbered, inList ? listed.group(1) : item, !inList, i + 1);
    }
  }

  private void add(Map<Integer, String> numbered, String item, boolean inMap, int line) {
    Matcher entry = NUMBERED.matcher(item);
    if (inMap && !entry.matches()) {
      throw new DataSetException(name, line, "'" + item + "' is no name of a class");
    }
    int number = inMap ? Integer.parseInt(entry.group(1)) : numbered.size();
    String label = unquoted(inMap ? entry.group(2) : item, line);
    if (label.isEmpty() || number >= MOST_CLASSES) {
      throw new DataSetException(name, line, "'" + item + "' is no name of a class");
    }
    if (numbered.put(number, label) != null) {
      throw new DataSetException(name, line, "class " + number + " has two names");
    }
  }

  /** What stands in brackets, which may close on a later line. */
  private List<String> items(String value, List<String> lines, int at) {
    char close = value.charAt(0) == '[' ? ']' : '}';
    StringBuilder all = new StringBuilder(value);
    int last = at;
    while (end(all, close, at + 1) < 0) {
      last++;
      if (last == lines.size()) {
        throw new DataSetException(name, at + 1, "names: no " + close + " to the end");
      }
      all.append(' ').append(bare(lines.get(last), last + 1).strip());
    }
    if (end(all, close, at + 1) < all.length() - 1) {
      throw new DataSetException(name, last + 1, "names: more behind " + close);
    }
    return separated(all.substring(1, all.length() - 1));
  }

  /** The place of the bracket that closes, outside quotes; -1 if there is none. */
  private int end(CharSequence text, char close, int line) {
    char quote = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == close) {
        return i;
      } else if (c == '[' || c == '{') {
        throw new DataSetException(name, line, "names: a list within a list");
      }
    }
    return -1;
  }

  private static List<String> separated(String text) {
    List<String> items = new ArrayList<>();
    char quote = 0;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (quote != 0 && i < text.length()) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ',') {
        String item = text.substring(from, i).strip();
        if (!item.isEmpty() || i < text.length()) {
          items.add(item);
        }
        from = i + 1;
      }
    }
    return items;
  }

  private String unquoted(String value, int line) {
    String text = value.strip();
    if (text.isEmpty() || text.charAt(0) != '\'' && text.charAt(0) != '"') {
      return text;
    }
    char quote = text.charAt(0);
    if (text.length() < 2
        || text.charAt(text.length() - 1) != quote
        || text.indexOf(quote, 1) < text.length() - 1
        || quote == '"' && text.indexOf('\\') >= 0) {
      throw new DataSetException(name, line, "quotes that are not understood: " + text);
    }
    return text.substring(1, text.length() - 1);
  }

  /** A line without its comment. */
  private String bare(String line, int number) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean begins = i == 0 || " \t,[{:".indexOf(line.charAt(i - 1)) >= 0;
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ((c == '\'' || c == '"') && begins) {
        quote = c;
      } else if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return line.substring(0, i).stripTrailing();
      }
    }
    return line.stripTrailing();
  }
}
