package liviano.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Relative links of Markdown files, and the headings that they may lead to. */
final class Links {
  private static final Pattern FENCED = Pattern.compile("(?ms)^(```|~~~).*?^\\1\\s*$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)(?: +#+)? *$");
  private static final Pattern LINKED_TEXT = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");

  private Links() {}

  /** Every relative link of a document that leads to no file, or to a heading that is not there. */
  static List<String> broken(Path document) {
    List<String> broken = new ArrayList<>();
    String prose = CODE.matcher(withoutFences(Documents.read(document))).replaceAll("");
    Matcher link = LINK.matcher(prose);
    while (link.find()) {
      String target = link.group(1);
      if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(document, target)) {
        broken.add(target);
      }
    }
    return broken;
  }

  private static boolean leadsSomewhere(Path document, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path);
    return Files.exists(file)
        && (hash < 0 || anchors(Documents.read(file)).contains(target.substring(hash + 1)));
  }

  /** The anchors that GitHub gives to the headings of a document. */
  static Set<String> anchors(String markdown) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher heading = HEADING.matcher(withoutFences(markdown));
    while (heading.find()) {
      String anchor = anchor(heading.group(1));
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** Lower case; punctuation is dropped and each blank becomes a hyphen. */
  private static String anchor(String heading) {
    return LINKED_TEXT
        .matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
        .replace(' ', '-');
  }

  private static String withoutFences(String markdown) {
    return FENCED.matcher(markdown).replaceAll("");
  }
}
