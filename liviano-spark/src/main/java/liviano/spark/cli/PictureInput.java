package liviano.spark.cli;

import java.io.IOException;
import java.util.stream.Collectors;
import liviano.cli.CommandException;
import liviano.cli.input.Inputs;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Where pictures are.
 *
 * @param name as the user gave it: a folder with all below it, or a pattern
 * @param isFolder whether it is one folder
 */
record PictureInput(String name, boolean isFolder) {
  /**
   * Finds them; lists no folder.
   *
   * @throws CommandException if nothing has that name
   */
  static PictureInput find(String name, Path path, Configuration hadoop) throws IOException {
    FileStatus[] found = Places.system(path, hadoop).globStatus(path);
    if (found == null || found.length == 0) {
      throw new CommandException(name + ": there is no such file or folder");
    }
    return new PictureInput(name, found.length == 1 && found[0].isDirectory());
  }

  /**
   * The files as a table.
   *
   * @throws CommandException if there are none
   */
  Dataset<Row> read(SparkSession spark) {
    DataFrameReader reader = spark.read().format("binaryFile");
    Dataset<Row> pictures =
        (isFolder
                ? reader.option("recursiveFileLookup", true).option("pathGlobFilter", endings())
                : reader)
            .load(name);
    if (pictures.inputFiles().length == 0) {
      throw new CommandException(name + ": no pictures in this folder");
    }
    return pictures;
  }

  /** The endings of pictures as a pattern of Hadoop's, in letters of either case. */
  private static String endings() {
    return Inputs.endings().stream()
        .sorted()
        .map(
            ending ->
                ending
                    .chars()
                    .mapToObj(c -> (char) c)
                    .map(
                        c ->
                            Character.isLetter(c)
                                ? "[" + c + Character.toUpperCase(c) + "]"
                                : "" + c)
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(",", "*{", "}"));
  }
}
