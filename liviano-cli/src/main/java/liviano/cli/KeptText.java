package liviano.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A text that the launcher kept in a file when it built the command, and prints without a JVM where
 * it can ({@code launcher/texts.sh}). The first line is not part of it: it gives the length of the
 * text in characters and, after a blank, the {@linkplain #IDENTITY identity} that it was kept for,
 * so that a file that was cut short, or is another build's, is known.
 */
final class KeptText {
  /** System property: what the launcher calls this build and this Java; texts of no other hold. */
  static final String IDENTITY = "liviano.identity";

  private KeptText() {}

  /** The text of a file; empty where there is none that is whole and of this identity. */
  static Optional<String> read(Path file) {
    String identity = System.getProperty(IDENTITY);
    if (identity == null) {
      return Optional.empty();
    }
    try {
      String whole = Files.readString(file);
      String text = whole.substring(whole.indexOf('\n') + 1);
      return whole.equals(head(text, identity) + text) ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it is made anew then
    }
  }

  /** Writes a text for this identity. */
  static void write(Path file, String text) throws IOException {
    Files.writeString(file, head(text, System.getProperty(IDENTITY, "")) + text);
  }

  private static String head(String text, String identity) {
    return text.length() + " " + identity + "\n";
  }
}
