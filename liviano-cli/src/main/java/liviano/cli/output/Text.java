package liviano.cli.output;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text for terminals: file names and messages are other people's, and may hold anything. */
public final class Text {
  private Text() {}

  /**
   * Makes one printable line: control characters, line separators and direction overrides become
   * escapes such as {@code \n} or {@code \x1b}, so that no name can forge a line or a colour.
   */
  public static String oneLine(String text) {
    if (text.codePoints().noneMatch(Text::isUnsafe)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(point -> appendSafely(line, point));
    return line.toString();
  }

  private static void appendSafely(StringBuilder line, int point) {
    switch (point) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (!isUnsafe(point)) {
          line.appendCodePoint(point);
        } else if (point < 0x100) {
          line.append(String.format(Locale.ROOT, "\\x%02x", point));
        } else {
          line.append(String.format(Locale.ROOT, "\\u%04x", point));
        }
      }
    }
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.SURROGATE -> true;
      case Character.FORMAT ->
          point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069;
      default -> false;
    };
  }

  /** Width in character cells: East Asian letters and emoji take two, combining marks none. */
  public static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int point) {
    if (point < 0x300) {
      return 1;
    }
    switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
        return 0;
      }
      default -> {}
    }
    return switch (UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
      default -> Character.isEmojiPresentation(point) ? 2 : 1;
    };
  }

  /**
   * The text in pieces that are no wider than a width of at least 2, cut at blanks; of longer words
   * anywhere.
   *
   * @return at least one
   */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && width(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ");
      for (int point : word.codePoints().toArray()) {
        if (width(line.toString()) + width(point) > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.appendCodePoint(point);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Cuts text to a width, ending in {@code ...} if something was lost. */
  public static String fit(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder fitted = new StringBuilder();
    int room = Math.max(0, width - 3);
    for (int point : text.codePoints().toArray()) {
      room -= width(point);
      if (room < 0) {
        break;
      }
      fitted.appendCodePoint(point);
    }
    return fitted.append("...", 0, Math.min(3, Math.max(0, width))).toString();
  }
}
