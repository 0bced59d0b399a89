package liviano.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import org.apache.spark.SparkContext;

/** The archives of a class path, and those that they name, on their way to other machines. */
final class WorkerArchives {
  private WorkerArchives() {}

  /**
   * Gives the archives to Spark, which brings them to a machine when its first worker starts there.
   *
   * @throws CommandException if they are not there, or are folders
   */
  static WorkerFiles share(List<Path> classPath, SparkContext spark) {
    SequencedMap<String, Path> archives = new LinkedHashMap<>();
    try {
      for (Path entry : classPath) {
        addWithLibraries(entry, archives);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path archive : archives.values()) {
      spark.addFile(archive.toUri().toString()); // again does nothing
    }
    return new WorkerFiles(List.copyOf(archives.keySet()), true);
  }

  /** An archive and those that it names, which lie flat beside each other where they go. */
  private static void addWithLibraries(Path archive, Map<String, Path> archives)
      throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new CommandException(
          archive + ": workers of other machines need archives, and this is none");
    }
    String name = archive.getFileName().toString();
    Path same = archives.putIfAbsent(name, archive);
    if (same != null) {
      if (Files.mismatch(same, archive) >= 0) {
        throw new CommandException(same + " and " + archive + " have one name and differ");
      }
      return;
    }
    for (String library : libraries(archive)) {
      Path file = archive.resolveSibling(library);
      if (Files.exists(file)) { // what is not there is not loaded here either
        addWithLibraries(file, archives);
      }
    }
  }

  private static List<String> libraries(Path archive) throws IOException {
    try (JarFile jar = new JarFile(archive.toFile())) {
      Manifest manifest = jar.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null
          ? List.of()
          : Stream.of(named.strip().split(" +")).filter(name -> !name.isEmpty()).toList();
    }
  }
}
