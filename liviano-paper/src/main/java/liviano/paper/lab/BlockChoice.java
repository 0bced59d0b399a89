package liviano.paper.lab;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import liviano.cli.UsageException;

/** Blocks by their numbers: {@code 0,3-5}. */
final class BlockChoice {
  private static final Pattern PART = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

  private BlockChoice() {}

  /**
   * The numbers in their order, each once.
   *
   * @param count of blocks there are
   * @throws UsageException if the text is no such list, or names a block that is not there
   */
  static List<Integer> parse(String text, int count) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new UsageException(
            String.format(
                Locale.ROOT,
                "--blocks: expected numbers and ranges such as 0,3-5, not '%s'",
                text));
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from > to || to >= count) {
        throw new UsageException(
            String.format(
                Locale.ROOT,
                "--blocks: the network has blocks 0 to %d, not '%s'",
                count - 1,
                part.strip()));
      }
      IntStream.rangeClosed(from, to).forEach(numbers::add);
    }
    return List.copyOf(numbers);
  }
}
