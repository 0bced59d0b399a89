package liviano.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.LivianoException;
import liviano.cli.options.ModelOption;
import liviano.formats.ModelFiles;
import liviano.model.ModelInfo;
import liviano.server.ModelSource.Offer;
import liviano.server.ModelSource.Stamp;

/** Model files as a server offers them: of any kind, single ones and folders of several. */
final class ModelFile {
  private static final int MOST_FILES = 1000;

  private ModelFile() {}

  /**
   * An offer of a file whose header says what it is.
   *
   * @throws IOException if it is not there any more
   */
  static Offer offer(String name, Path file, ModelInfo info) throws IOException {
    return new Offer(name, info, stamp(file), () -> ModelFiles.read(file));
  }

  /**
   * What a file is. Of the kinds that say it nowhere but in the whole, the whole is read.
   *
   * @throws liviano.LivianoException if it is broken, or no model
   * @throws IOException if it cannot be read
   */
  static ModelInfo info(Path file) throws IOException {
    return file.toString().endsWith(".safetensors") && isOurs(file)
        ? ModelInfo.read(file)
        : ModelOption.read(file).info();
  }

  private static boolean isOurs(Path file) throws IOException {
    try {
      ModelInfo.read(file);
      return true;
    } catch (LivianoException e) {
      return false; // of another program, or broken: reading the whole tells
    }
  }

  /** Of a folder, that of all files in it together. */
  private static Stamp stamp(Path file) throws IOException {
    long bytes = 0;
    long modified = 0;
    for (Path one : files(file)) {
      BasicFileAttributes attributes = Files.readAttributes(one, BasicFileAttributes.class);
      bytes += attributes.size();
      modified = Math.max(modified, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
    return new Stamp(bytes, modified);
  }

  private static List<Path> files(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      return List.of(file);
    }
    try (Stream<Path> files = Files.list(file)) {
      return files.filter(Files::isRegularFile).limit(MOST_FILES).toList();
    }
  }
}
