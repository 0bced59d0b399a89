package liviano.spark.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import liviano.cli.CommandContext;
import liviano.cli.CommandException;
import liviano.cli.ExitStatus;
import liviano.cli.UsageException;
import liviano.cli.options.NamedModel;
import liviano.cli.output.Words;
import liviano.files.ScratchFolder;
import liviano.json.JsonObject;
import liviano.spark.PictureTransformer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
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

  /**
   * Writes the table and says so.
   *
   * @return the {@link ExitStatus}
   * @throws UsageException if an option cannot be
   * @throws CommandException if there are no pictures, the table is there, or Spark fails
   */
  int run() throws IOException {
    PictureTransformer<?> transformer = task.transformer();
    Session.quieten(context.options().debug());
    Configuration hadoop = Places.settings();
    Path to = Places.path("--to", options.to());
    Path from = Places.path("--input", options.input());
    new Target(options.to(), to).require(options.force(), hadoop);
    PictureInput input = PictureInput.find(options.input(), from, hadoop);
    NamedModel model = options.model().load(context, task.standard());
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-spark")) {
      java.nio.file.Path file = scratch.path().resolve("model.safetensors");
      model.model().save(file);
      transformer.setModel(file.toUri().toString()).setErrorCol(ERROR);
      try (Session session = Session.start(options.master())) {
        return run(session.spark(), input, transformer, model);
      }
    }
  }

  private int run(
      SparkSession spark, PictureInput input, PictureTransformer<?> transformer, NamedModel model) {
    Dataset<Row> pictures = input.read(spark);
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
      answered
          .select(columns)
          .write()
          .mode(options.force() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
          .parquet(options.to());
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
}
