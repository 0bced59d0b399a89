package liviano.spark.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.model.Model;
import liviano.train.data.ClassificationData;
import liviano.train.loop.Silence;
import liviano.train.loop.TrainTask;
import liviano.train.loop.Trainer;
import liviano.train.parallel.WorkerGroup;
import liviano.train.parallel.WorkerPlace;
import liviano.train.recipe.TrainRecipe;
import liviano.train.tasks.ClassificationRun;
import liviano.train.tasks.TrainingOptions;
import liviano.train.tasks.TrainingRun;
import liviano.train.torch.Torch;
import liviano.vision.eval.ClassFolders;
import liviano.zoo.Recipe;

/**
 * A worker of a training of three steps, which writes down its own weights: a command writes those
 * of the first worker alone. Its words are the data and a folder.
 */
final class TrainingProgram {
  static final int BATCH = 8;

  private TrainingProgram() {}

  public static void main(String[] words) throws IOException {
    WorkerPlace place = WorkerPlace.of(System.getenv(), WorkerPlace.TIMEOUT).orElseThrow();
    Torch.load();
    Torch.threads(1);
    TrainingRun run =
        new ClassificationRun(
            ClassificationData.of(ClassFolders.read(Path.of(words[0])), 0.2, 3),
            TrainRecipe.SMALL.withBatch(BATCH).withEpochs(1),
            TrainingOptions.usual(1, 1 << 20),
            3);
    Model start =
        ((ClassificationRun) run)
            .start(Recipe.of("mobilenet_v2").withResolution(32).withWidth(0.35));
    TrainingRun.Prepared prepared = run.prepare(start, Optional.of(place));
    try (TrainTask<?> task = prepared.task();
        WorkerGroup group = WorkerGroup.join(place)) {
      if (task.batchesPerEpoch() != 3) {
        throw new IllegalStateException(task.batchesPerEpoch() + " steps");
      }
      new Trainer<>(task, prepared.settings(), new Silence(), Optional.of(group), () -> false)
          .run();
      new Model(start.graph(), task.network().weights(), start.card(), start.recipe())
          .save(Path.of(words[1]).resolve("worker-" + place.rank() + ".safetensors"));
    }
    Files.writeString(Path.of(words[1]).resolve("done-" + place.rank()), "done");
  }
}
