package liviano.spark.cli;

import liviano.cli.options.JsonOption;
import liviano.cli.options.ModelOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all tasks on Spark are told. */
final class TableOptions {
  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "Where to run: local[N] in this process, on N processors or on all (*); or a cluster,"
              + " such as spark://HOST:7077; ${DEFAULT-VALUE} if not given.")
  private String master = "local[*]";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FOLDER|PATTERN",
      description =
          "The pictures: a folder with all that is below it, or a pattern such as 'a/*/*.jpg', of"
              + " any file system that Spark reads.")
  private String input;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "The table to write: a new folder, usually called NAME.parquet.")
  private String to;

  @Option(names = "--force", description = "Write over a table that is there.")
  private boolean force;

  @Mixin private ModelOption model;
  @Mixin private JsonOption json;

  TableOptions() {}

  String master() {
    return master;
  }

  String input() {
    return input;
  }

  String to() {
    return to;
  }

  boolean force() {
    return force;
  }

  ModelOption model() {
    return model;
  }

  boolean json() {
    return json.isSet();
  }
}
