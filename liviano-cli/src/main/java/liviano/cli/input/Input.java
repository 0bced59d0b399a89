package liviano.cli.input;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One picture the command was asked to read. Its name is what results call it. */
public sealed interface Input {
  /** The name as given; for a picture in a folder, the folder's name and the way from there. */
  String name();

  /**
   * A file.
   *
   * @param path keeps the name's bytes where {@code name} cannot
   */
  record File(String name, Path path) implements Input {
    /** Windows allows names that are half a character; no encoding takes those. */
    public File {
      name = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
  }

  /** The bytes of one picture on standard input, called {@code -}. */
  record StandardInput(InputStream stream) implements Input {
    /** What asks for it. */
    public static final String NAME = "-";

    @Override
    public String name() {
      return NAME;
    }
  }

  /** Something that cannot be read, kept so that failures are reported in their turn. */
  record Unreadable(String name, String reason) implements Input {}
}
