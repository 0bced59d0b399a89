package liviano.spark.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.input.Inputs;
import liviano.cli.options.NamedModel;
import liviano.cli.output.Words;
import liviano.files.ScratchFolder;
import liviano.json.JsonObject;
import liviano.spark.PictureTransformer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * One task about the pictures of a folder, from the model to the table.
 *
 * @param context of the command
 * @param options of the task
 * @param task what to ask
 */
record TableRun(CommandContext context, TableOptions options, TableTask task) {
  private static final String ERROR = "error";

  /** What a folder has that Spark wrote a table to. */
  private static final Set<String> OF_TABLES = Set.of("part-", "_", ".");

  /**
   * Writes the table and says so.
   *
   * @return the {@link ExitStatus}
   * @throws UsageException if an option cannot be
   * @throws CommandException if there are no pictures, the table is there, or Spark fails
   */
  int run() throws IOException {
    PictureTransformer<?> transformer = task.transformer();
    NamedModel model = options.model().load(context, task.standard());
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-spark")) {
      java.nio.file.Path file = scratch.path().resolve("model.safetensors");
      model.model().save(file);
      transformer.setModel(file.toUri().toString()).setErrorCol(ERROR);
      try (Session session = Session.start(options.master(), context.options().debug())) {
        return run(session.spark(), transformer, model);
      }
    }
  }

  private int run(SparkSession spark, PictureTransformer<?> transformer, NamedModel model)
      throws IOException {
    requireTarget(spark);
    Dataset<Row> pictures = pictures(spark);
    Dataset<Row> answered;
    try {
      answered = transformer.transform(pictures);
    } catch (IllegalArgumentException e) { // names the stage, of which our user knows nothing
      String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new CommandException(model.name() + ": " + message, e);
    }
    long start = System.nanoTime();
    try {
      Column[] columns =
          Arrays.stream(answered.columns())
              .filter(name -> !name.equals(transformer.getInputCol()))
              .map(
                  name ->
                      name.equals(transformer.getOutputCol())
                          ? task.answer(name)
                          : functions.col(name))
              .toArray(Column[]::new);
      answered.select(columns).write().mode(SaveMode.Overwrite).parquet(options.to());
    } catch (Exception e) { // Scala does not declare what it throws
      throw new CommandException("Spark: " + Session.firstLine(e), e);
    }
    return report(spark, (System.nanoTime() - start) / 1e9);
  }

  private int report(SparkSession spark, double seconds) {
    Row counts =
        spark
            .read()
            .parquet(options.to())
            .agg(functions.count(functions.lit(1)), functions.count(functions.col(ERROR)))
            .first();
    long rows = counts.getLong(0);
    long errors = counts.getLong(1);
    if (options.json()) {
      context
          .console()
          .json(
              JsonObject.builder()
                  .put("rows", rows)
                  .put("errors", errors)
                  .put("seconds", Math.round(seconds * 1000) / 1000.0)
                  .build()
                  .toPrettyJson());
    } else {
      context
          .console()
          .line(
              String.format(
                  Locale.ROOT,
                  "%s: %s in %.1f s",
                  options.to(),
                  Words.count(rows, "picture"),
                  seconds));
    }
    if (errors > 0) {
      context
          .console()
          .error(
              String.format(
                  Locale.ROOT,
                  "%s: %d of %d pictures have no answer; the column '%s' says why",
                  options.to(),
                  errors,
                  rows,
                  ERROR));
    }
    return errors > 0 ? ExitStatus.FAILED : ExitStatus.DONE;
  }

  private Dataset<Row> pictures(SparkSession spark) throws IOException {
    Path input = new Path(options.input());
    FileStatus[] found = system(spark, input).globStatus(input);
    if (found == null || found.length == 0) {
      throw new CommandException(options.input() + ": there is no such file or folder");
    }
    DataFrameReader reader = spark.read().format("binaryFile");
    boolean folder = found.length == 1 && found[0].isDirectory();
    Dataset<Row> pictures =
        (folder
                ? reader.option("recursiveFileLookup", true).option("pathGlobFilter", endings())
                : reader)
            .load(options.input());
    if (pictures.inputFiles().length == 0) {
      throw new CommandException(options.input() + ": no pictures in this folder");
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

  /** Spark would delete whatever is in a folder that it writes over. */
  private void requireTarget(SparkSession spark) throws IOException {
    Path to = new Path(options.to());
    FileSystem system = system(spark, to);
    FileStatus[] there;
    try {
      there = system.listStatus(to);
    } catch (FileNotFoundException e) {
      return;
    }
    if (!options.force()) {
      throw new CommandException(
          options.to() + ": it is there already; --force writes over a table");
    }
    boolean table =
        Stream.of(there)
            .map(status -> status.getPath().getName())
            .allMatch(name -> OF_TABLES.stream().anyMatch(name::startsWith));
    if (!table) {
      throw new CommandException(
          options.to() + ": is no table that Spark wrote; --force does not write over it");
    }
  }

  private FileSystem system(SparkSession spark, Path path) {
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new CommandException(path + ": " + e.getMessage(), e);
    }
  }
}
