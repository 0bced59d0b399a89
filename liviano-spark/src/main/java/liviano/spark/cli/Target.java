package liviano.spark.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder for a table. Spark deletes all that is in a folder which it writes over, so that
 * nothing but a table may be in it.
 *
 * @param name as the user gave it
 */
record Target(String name, Path path) {
  /** What Spark writes for a table: its parts, with their checksums on local disks, and a mark. */
  private static final Pattern FILE =
      Pattern.compile(
          "part-[0-9]{5,}-.+\\.parquet|\\.part-[0-9]{5,}-.+\\.parquet\\.crc"
              + "|_SUCCESS|\\._SUCCESS\\.crc");

  /** What a job that was broken off leaves. */
  private static final String UNFINISHED = "_temporary";

  /**
   * Makes sure that it can be written.
   *
   * @param force whether a table may be there
   * @throws CommandException if something is there that must stay
   */
  void require(boolean force, Configuration hadoop) throws IOException {
    FileSystem system = Places.system(path, hadoop);
    Optional<FileStatus> there = status(system);
    if (there.isEmpty()) {
      return;
    }
    if (!force) {
      throw new CommandException(name + ": it is there already; --force writes over a table");
    }
    if (!there.get().isDirectory() || !isTable(system)) {
      throw new CommandException(
          name + ": is no table that Spark wrote; --force does not write over it");
    }
  }

  private Optional<FileStatus> status(FileSystem system) throws IOException {
    try {
      return Optional.of(system.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private boolean isTable(FileSystem system) throws IOException {
    // Local file systems would keep all files to themselves that are named as checksums are.
    FileSystem whole = system instanceof LocalFileSystem local ? local.getRaw() : system;
    return Stream.of(whole.listStatus(path)).allMatch(Target::isOfTable);
  }

  private static boolean isOfTable(FileStatus status) {
    String name = status.getPath().getName();
    return status.isDirectory() ? name.equals(UNFINISHED) : FILE.matcher(name).matches();
  }
}
