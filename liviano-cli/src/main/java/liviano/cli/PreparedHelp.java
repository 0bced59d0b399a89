package liviano.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;

/**
 * The help with the list of all verbs, which the launcher has printed into {@linkplain KeptText
 * files} when it built the command: one for each width, with colours and without. To describe all
 * verbs anew takes longer than to start. The launcher prints most of them by itself; what is left
 * is read here, such as a start with flags for the JVM.
 */
final class PreparedHelp {
  /** System property: the folder with the files. */
  static final String PROPERTY = "liviano.help";

  private PreparedHelp() {}

  /** The text for a terminal; empty where none was prepared. */
  static Optional<String> find(Terminal terminal) {
    String folder = System.getProperty(PROPERTY);
    return folder == null
        ? Optional.empty()
        : KeptText.read(Path.of(folder, name(terminal.helpColumns(), terminal.colour())));
  }

  /** Writes the files into a folder, which is made. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int columns = Terminal.NARROWEST_HELP; columns <= Terminal.WIDEST_HELP; columns++) {
      for (boolean colour : new boolean[] {false, true}) {
        KeptText.write(folder.resolve(name(columns, colour)), described(columns, colour));
      }
    }
  }

  /** The name of the file: {@code launcher/texts.sh} knows it too. */
  private static String name(int columns, boolean colour) {
    return columns + (colour ? ".colour" : ".plain") + ".txt";
  }

  private static String described(int columns, boolean colour) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(colour, false, colour, columns, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, OutputStream.nullOutputStream(), terminal);
    CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());
    Main.commandLine(context, "--help").execute("--help");
    console.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
