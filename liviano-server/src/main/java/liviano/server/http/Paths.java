package liviano.server.http;

import java.util.ArrayList;
import java.util.List;

/** Paths of addresses as their parts. */
final class Paths {
  private static final int LONGEST = 4096;
  private static final int MOST = 32;

  private Paths() {}

  /**
   * The decoded parts of a path. A slash at the end does not matter.
   *
   * @param raw still percent-encoded
   * @throws HttpException 400 if a part is empty, {@code .} or {@code ..}, or has slashes or
   *     control characters once it is decoded; 414 if it is too long
   */
  static List<String> parts(String raw) {
    if (raw.length() > LONGEST) {
      throw new HttpException(414, "the path is longer than " + LONGEST + " characters");
    }
    if (!raw.startsWith("/")) {
      throw new HttpException(400, "the path does not begin with a slash");
    }
    String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    List<String> parts = new ArrayList<>();
    for (String part : trimmed.isEmpty() ? new String[0] : trimmed.substring(1).split("/", -1)) {
      parts.add(decoded(part));
    }
    if (parts.size() > MOST) {
      throw new HttpException(400, "the path has above " + MOST + " parts");
    }
    return List.copyOf(parts);
  }

  private static String decoded(String part) {
    String text = Percent.decode(part);
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new HttpException(400, "a part of the path is empty, '.' or '..'");
    }
    if (text.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
      throw new HttpException(400, "a part of the path has a slash or a control character");
    }
    return text;
  }
}
