package liviano.train.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.train.run.EpochMetrics;
import liviano.train.run.RunFiles;
import liviano.train.run.RunSummary;

/** Runs for programs. Numbers that are none, as a loss may be, are {@code null}. */
final class RunJson {
  private RunJson() {}

  static JsonArray list(List<RunSummary> runs) {
    return JsonArray.of(runs.stream().map(run -> start(run).build()).toList());
  }

  /** With the configuration, all epochs and the files that there are. */
  static JsonObject whole(RunSummary run) {
    return start(run)
        .put("configuration", run.config().toJson())
        .put("metrics", JsonArray.of(run.rows().stream().map(RunJson::row).toList()))
        .put("files", files(new RunFiles(run.folder())))
        .build();
  }

  private static JsonObject.Builder start(RunSummary run) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("run", run.folder().toString())
            .put("state", Words.lower(run.state()))
            .put("task", run.config().task())
            .put("network", run.config().networkWords())
            .put("epoch", run.epochs())
            .put("epochs", run.config().epochs())
            .put("score", run.config().score());
    run.best()
        .ifPresent(
            best ->
                json.put("best", number(best.score().orElseThrow()))
                    .put("bestEpoch", best.epoch()));
    run.ending()
        .ifPresent(
            ending -> json.put("ending", Words.lower(ending.how())).put("why", ending.why()));
    run.process().ifPresent(process -> json.put("process", process));
    return json.put("changed", run.changed().toString());
  }

  private static JsonObject row(EpochMetrics row) {
    JsonObject.Builder more = JsonObject.builder();
    row.more().forEach((name, value) -> more.put(name, number(value)));
    return JsonObject.builder()
        .put("epoch", row.epoch())
        .put("step", row.step())
        .put("seconds", number(row.seconds()))
        .put("trainLoss", number(row.trainLoss()))
        .put("validationLoss", number(row.validationLoss()))
        .put("score", number(row.score()))
        .put("rate", number(row.rate()))
        .put("picturesPerSecond", number(row.picturesPerSecond()))
        .put("more", more.build())
        .build();
  }

  private static JsonObject files(RunFiles files) {
    JsonObject.Builder json = JsonObject.builder();
    put(json, "metrics", files.metrics());
    put(json, "curves", files.curvesPng());
    put(json, "report", files.report());
    put(json, "bestModel", files.bestModel());
    put(json, "lastModel", files.lastModel());
    return json.build();
  }

  private static void put(JsonObject.Builder json, String name, Path file) {
    Optional.of(file).filter(Files::exists).ifPresent(it -> json.put(name, it.toString()));
  }

  private static JsonValue number(OptionalDouble value) {
    return number(value.orElse(Double.NaN));
  }

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
  }
}
