package liviano.cli.output;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is known of the two output streams.
 *
 * @param output standard output is a terminal
 * @param error standard error is a terminal
 * @param colourAllowed neither {@code NO_COLOR} nor a dumb terminal forbids colours
 * @param columns width in character cells
 * @param charset encoding of human-readable text
 */
public record Terminal(
    boolean output, boolean error, boolean colourAllowed, int columns, Charset charset) {
  private static final int DEFAULT_COLUMNS = 80;

  /** Width in character cells of the narrowest help text that is printed. */
  public static final int NARROWEST_HELP = 55;

  /** Width in character cells of the widest help text that is printed. */
  public static final int WIDEST_HELP = 100;

  /** Neither stream is a terminal: pipes and files. */
  public static Terminal none(Charset charset) {
    return new Terminal(false, false, false, DEFAULT_COLUMNS, charset);
  }

  /**
   * Asks the process. The JDK cannot tell whether stderr is a terminal, so a launcher may say it in
   * the properties {@code liviano.terminal.out} and {@code liviano.terminal.err}.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Terminal(
        isTerminal("liviano.terminal.out", 1),
        isTerminal("liviano.terminal.err", 2) && !dumb,
        environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb,
        columns(environment),
        Charset.forName(System.getProperty("stdout.encoding", ""), StandardCharsets.UTF_8));
  }

  /** True if standard output may carry colours. */
  public boolean colour() {
    return output && colourAllowed;
  }

  /** True if standard error may carry colours. */
  public boolean errorColour() {
    return error && colourAllowed;
  }

  /** Width of help texts: the terminal's, but no wider than reads well. */
  public int helpColumns() {
    return Math.min(Math.max(columns, NARROWEST_HELP), WIDEST_HELP);
  }

  private static boolean isTerminal(String property, int descriptor) {
    String told = System.getProperty(property);
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return link.startsWith("/dev/pts") || link.toString().startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      java.io.Console console = System.console();
      return console != null && console.isTerminal();
    }
  }

  private static int columns(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
      return columns >= 20 && columns <= 1000 ? columns : DEFAULT_COLUMNS;
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }
}
