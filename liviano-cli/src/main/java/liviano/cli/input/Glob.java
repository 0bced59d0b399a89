package liviano.cli.input;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns that no shell expanded: {@code *}, {@code ?}, {@code [a-z]}, <code>{jpg,png}</code>, and
 * {@code **} for folders at any depth. As in a shell, {@code *} skips names that start with a dot.
 *
 * <p>A name whose bytes are no text in this locale reaches the command with the replacement
 * character (U+FFFD) in it, and no path can be made of that; here it matches the files that are
 * spelled with the same replacement.
 */
final class Glob {
  private static final String ANY_DEPTH = "**";
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
  private static final Pattern SEPARATOR =
      Pattern.compile(FileSystems.getDefault().getSeparator().equals("/") ? "/+" : "[/\\\\]+");

  private final SequencedSet<Path> matches = new LinkedHashSet<>();
  private final List<String> names;

  private Glob(List<String> names) {
    this.names = names;
  }

  static boolean isPattern(String argument) {
    return isWild(argument) || argument.indexOf('\ufffd') >= 0;
  }

  /**
   * The files and folders that match, folder by folder in the order of names; none if the pattern
   * is malformed, for then it is just an odd name.
   */
  static List<Path> expand(String pattern) throws IOException {
    List<String> names = new ArrayList<>(List.of(SEPARATOR.split(pattern)));
    int fixed = 0;
    while (fixed < names.size() && !isPattern(names.get(fixed))) {
      fixed++;
    }
    String start = String.join("/", names.subList(0, fixed));
    boolean absolute = fixed > 0 && names.getFirst().isEmpty();
    Path folder = Path.of(absolute ? start + "/" : drive(start));
    Glob glob = new Glob(withoutRepeatedDepth(names.subList(fixed, names.size())));
    try {
      glob.descend(folder, 0);
    } catch (PatternSyntaxException e) {
      return List.of();
    }
    return List.copyOf(glob.matches);
  }

  /** {@code C:} alone would be a drive's current folder. */
  private static String drive(String start) {
    return start.endsWith(":") ? start + "/" : start;
  }

  private static boolean isWild(String name) {
    return WILDCARD.matcher(name).find();
  }

  private static List<String> withoutRepeatedDepth(List<String> names) {
    List<String> shorter = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(ANY_DEPTH) || shorter.isEmpty() || !shorter.getLast().equals(ANY_DEPTH)) {
        shorter.add(name);
      }
    }
    return List.copyOf(shorter);
  }

  private void descend(Path folder, int depth) throws IOException {
    if (depth == names.size()) {
      matches.add(folder);
      return;
    }
    String name = names.get(depth);
    if (name.equals(ANY_DEPTH)) {
      descendAnywhere(folder, depth);
    } else if (!isPattern(name)) {
      Path next = folder.resolve(name);
      if (Files.exists(next)) {
        descend(next, depth + 1);
      }
    } else if (Files.isDirectory(folder)) {
      Predicate<Path> matcher = matcher(name);
      for (Path entry : FolderWalk.entries(folder, name.startsWith("."))) {
        if (matcher.test(entry.getFileName())) {
          descend(entry, depth + 1);
        }
      }
    }
  }

  /** As the last name, {@code **} stands for the folder itself, which is walked as any folder. */
  private void descendAnywhere(Path folder, int depth) throws IOException {
    descend(folder, depth + 1);
    if (depth + 1 < names.size() && Files.isDirectory(folder)) {
      for (Path entry : FolderWalk.entries(folder, false)) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          descendAnywhere(entry, depth);
        }
      }
    }
  }

  private static Predicate<Path> matcher(String name) {
    return isWild(name)
        ? FileSystems.getDefault().getPathMatcher("glob:" + name)::matches
        : entry -> entry.toString().equals(name);
  }
}
