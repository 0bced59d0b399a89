package liviano.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command lines that a document shows, as a shell would pass them on. */
final class CommandLines {
  /** In a block of shell commands or between backticks in prose. */
  private static final Pattern SHOWN =
      Pattern.compile("(?ms)^```sh\n(?<block>.*?)^```|`(?<prose>[^`\n]*\\./liviano [^`\n]*)`");

  private static final Pattern CALL =
      Pattern.compile("(?m)^(?:\\S+=(?:\"[^\"]*\"|\\S*) +|time +)*\\./liviano (.*)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Words that the launcher keeps to itself. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("test", "install", "dist", "stage", "--java-home");

  private CommandLines() {}

  /**
   * The words of each line that starts the command, in order. Assignments before it and comments
   * behind it are left out, and a line that ends in a backslash is joined with the next.
   */
  static List<List<String>> of(String markdown) {
    List<List<String>> lines = new ArrayList<>();
    Matcher shown = SHOWN.matcher(markdown);
    while (shown.find()) {
      String text = shown.group("block") == null ? shown.group("prose") : shown.group("block");
      Matcher call = CALL.matcher(text.replace("\\\n", " "));
      while (call.find()) {
        List<String> words = words(call.group(1));
        if (!words.isEmpty() && !OF_THE_LAUNCHER.contains(words.getFirst())) {
          lines.add(words);
        }
      }
    }
    return lines;
  }

  /** Parted at blanks; double quotes hold a word together, and a number sign ends the line. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && !word.group().startsWith("#")) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }
}
