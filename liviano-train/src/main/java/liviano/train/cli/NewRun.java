package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SequencedMap;
import liviano.cli.Version;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.train.run.RunConfig;
import liviano.train.run.RunFolder;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;

/**
 * A run that has no folder yet.
 *
 * @param task its word on the command line
 * @param places of the data, by the part that they play
 * @param first the model that it starts from
 * @param workers processes that train together
 */
record NewRun(
    String task,
    SequencedMap<String, String> places,
    TrainingRun training,
    Model first,
    int workers) {

  /** What is written of it. */
  RunConfig config() throws IOException {
    return new RunConfig(
        task,
        places,
        network(),
        training.recipe().toJson(),
        training.options().toJson(),
        training.score(),
        training.recipe().epochs(),
        training.seed(),
        workers,
        new RunConfig.MadeBy(Version.number(), Torch.version(), Machines.words()));
  }

  /**
   * Makes the folder with what the run needs to begin.
   *
   * @throws liviano.train.run.RunException if something is there already
   */
  void write(Path to) throws IOException {
    RunFolder.create(to, config(), files -> first.save(files.startModel())).close();
  }

  private JsonObject network() {
    JsonObject.Builder json = JsonObject.builder();
    first
        .recipe()
        .ifPresent(
            zoo -> {
              json.put("architecture", zoo.architecture()).put("width", zoo.width());
              if (!zoo.variant().isEmpty()) {
                json.put("variant", zoo.variant());
              }
            });
    return json.put("resolution", first.card().preprocessing().height())
        .put("classes", training.classes().size())
        .build();
  }
}
