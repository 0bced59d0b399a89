package liviano.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.LivianoException;
import liviano.files.ScratchFolder;
import liviano.formats.ModelFiles;
import liviano.formats.store.ModelStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a model is that a user named: a path of any file system that Hadoop knows, or an installed
 * model.
 *
 * @param name as the user gave it
 * @param file where it is
 * @param stamp what changes when the file does: its length and the time of its last change
 */
record ModelSource(String name, Path file, String stamp) {
  /**
   * Finds a model; reads none of it.
   *
   * @throws IllegalArgumentException if there is none; the message says where it was looked for
   */
  static ModelSource find(String name, Configuration hadoop) {
    try {
      Path path = new Path(name);
      return of(name, path, path.getFileSystem(hadoop));
    } catch (FileNotFoundException e) {
      return installed(name, hadoop).orElseThrow(() -> absent(name, "there is no such file", e));
    } catch (IOException | IllegalArgumentException e) {
      throw absent(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static ModelSource of(String name, Path path, FileSystem system) throws IOException {
    FileStatus status = system.getFileStatus(path);
    return new ModelSource(
        name,
        status.getPath(),
        status.getPath() + " " + status.getLen() + " " + status.getModificationTime());
  }

  private static Optional<ModelSource> installed(String name, Configuration hadoop) {
    Optional<java.nio.file.Path> file =
        folder().flatMap(folder -> new ModelStore(folder).find(name));
    return file.map(
        found -> {
          Path path = new Path(found.toAbsolutePath().toUri());
          try {
            return of(name, path, path.getFileSystem(hadoop));
          } catch (IOException e) {
            throw absent(name, String.valueOf(e.getMessage()), e);
          }
        });
  }

  private static Optional<java.nio.file.Path> folder() {
    return ModelStore.usualFolder(System.getenv(), System.getProperty("user.home"));
  }

  private static IllegalArgumentException absent(String name, String reason, Exception cause) {
    String store =
        ModelStore.isName(name)
            ? folder()
                .map(folder -> ", and no model of that name is installed in " + folder)
                .orElse("")
            : "";
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "model '%s': %s%s",
            LivianoException.oneLine(name),
            LivianoException.oneLine(reason),
            store),
        cause);
  }

  /**
   * Reads it, whatever its format.
   *
   * @throws IllegalArgumentException if it is no model, or cannot be read
   */
  ModelFile read(Configuration hadoop) {
    try {
      FileSystem system = file.getFileSystem(hadoop);
      return system instanceof LocalFileSystem local
          ? read(local.pathToFile(file).toPath())
          : readCopy(system);
    } catch (IOException | LivianoException e) {
      throw absent(name, String.valueOf(e.getMessage()), e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model '%s': a library that reads such files is not on the class path (%s): turn the"
                  + " model into a file of Liviano's with ./liviano convert",
              name,
              e.getMessage()),
          e);
    }
  }

  private static ModelFile read(java.nio.file.Path local) throws IOException {
    return ModelFile.of(ModelFiles.read(local));
  }

  /** Readers map files into memory, so one from elsewhere is copied here first. */
  private ModelFile readCopy(FileSystem system) throws IOException {
    Limits.defaults()
        .require(Limit.FILE_BYTES, system.getContentSummary(file).getLength(), file.toString());
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-model")) {
      java.nio.file.Path copy = scratch.path().resolve(file.getName());
      system.copyToLocalFile(false, file, new Path(copy.toUri()), true);
      return read(copy);
    }
  }
}
