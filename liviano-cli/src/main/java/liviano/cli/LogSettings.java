package liviano.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.LogManager;

/**
 * Keeps the libraries' log off stderr below WARNING. Installed by name, so that the logging
 * machinery is loaded by the first message and not by every start of the command.
 */
public final class LogSettings {
  private static final String CLASS = "java.util.logging.config.class";
  private static final String FILE = "java.util.logging.config.file";
  private static final String DEBUG = "liviano.debug";

  /** For {@link LogManager}, which makes one when the first message is logged. */
  public LogSettings() throws IOException {
    boolean debug = Boolean.getBoolean(DEBUG);
    String settings =
        String.format(
            Locale.ROOT,
            """
        handlers=java.util.logging.ConsoleHandler
        .level=%s
        java.util.logging.ConsoleHandler.level=ALL
        java.util.logging.SimpleFormatter.format=%s
        """,
            debug ? "INFO" : "WARNING",
            debug ? "liviano: %4$s %3$s: %5$s%6$s%n" : "liviano: %5$s%n");
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
  }

  /** Takes effect unless the user configured logging or a message was already logged. */
  static void install(boolean debug) {
    if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
      System.setProperty(DEBUG, Boolean.toString(debug));
      System.setProperty(CLASS, LogSettings.class.getName());
    }
  }
}
