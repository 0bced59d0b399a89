package liviano.cli.install;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of an archive's entries: paths below its folder, and nowhere else on any system. */
final class EntryName {
  private static final Pattern ROOTED = Pattern.compile("[/\\\\].*|[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");

  private EntryName() {}

  /**
   * The name in its plain form: {@code a/b} for {@code ./a//b/}.
   *
   * @throws IOException if it leads out of the archive's folder
   */
  static String of(String name) throws IOException {
    List<String> parts = Arrays.asList(SEPARATOR.split(name));
    if (ROOTED.matcher(name).matches() || parts.contains("..") || name.indexOf('\0') >= 0) {
      throw new IOException(
          String.format(Locale.ROOT, "entry '%s' leads out of the archive's folder", name));
    }
    return Arrays.stream(name.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }
}
