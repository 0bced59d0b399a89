package liviano.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Markdown files of the source tree. */
final class Documents {
  /** Folders without documents of ours: what is built, fetched or kept by tools. */
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".liviano", "node_modules");

  private Documents() {}

  /** The folder that holds README.md. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** All Markdown files below a folder, sorted by path. */
  static List<Path> below(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().flatMap(Documents::documents).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> documents(Path entry) {
    String name = entry.getFileName().toString();
    if (Files.isDirectory(entry)) {
      return SKIPPED.contains(name) ? Stream.empty() : below(entry).stream();
    }
    return name.endsWith(".md") ? Stream.of(entry) : Stream.empty();
  }

  static String read(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
