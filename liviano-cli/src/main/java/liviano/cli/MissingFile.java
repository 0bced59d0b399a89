package liviano.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Why there is no file of a name: nothing is there, or a link on the way leads nowhere. */
public final class MissingFile {
  /** As many links as systems follow. */
  private static final int MOST_LINKS = 40;

  private MissingFile() {}

  /** In words; for a file that could not be found. */
  public static String describe(Path file) {
    return brokenLink(file).orElse("no such file");
  }

  /** The first link on the way to a file that leads nowhere, in words; empty where none does. */
  public static Optional<String> brokenLink(Path file) {
    Path root = file.getRoot();
    Path way = root == null ? Path.of("") : root;
    for (Path name : file) {
      way = way.resolve(name);
      if (Files.isSymbolicLink(way) && !Files.exists(way)) {
        return Optional.of(describeLink(way));
      }
    }
    return Optional.empty();
  }

  private static String describeLink(Path link) {
    Path at = link;
    for (int links = 0; links < MOST_LINKS; links++) {
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        return String.format(
            Locale.ROOT,
            "the link %s leads to %s, which is not there: mend or remove it",
            link,
            at);
      }
      try {
        at = at.resolveSibling(Files.readSymbolicLink(at));
      } catch (IOException | UnsupportedOperationException e) {
        break;
      }
    }
    return String.format(
        Locale.ROOT, "the link %s leads back to itself: remove it and give the file itself", link);
  }
}
