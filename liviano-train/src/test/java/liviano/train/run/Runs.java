package liviano.train.run;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import liviano.json.JsonObject;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** Runs for tests. */
public final class Runs {
  private Runs() {}

  /** The configuration of a small run of three epochs. */
  public static RunConfig config() {
    SequencedMap<String, String> data = new LinkedHashMap<>();
    data.put("train", "/pictures/garments/train");
    data.put("validation", "/pictures/garments/validation");
    return new RunConfig(
        "classification",
        data,
        JsonObject.builder()
            .put("architecture", "mobilenet_v2")
            .put("width", 0.35)
            .put("resolution", 96)
            .build(),
        JsonObject.builder()
            .put("name", "paper")
            .put("optimizer", JsonObject.builder().put("momentum", 0.9).build())
            .build(),
        JsonObject.builder().build(),
        "accuracy",
        3,
        7,
        1,
        new RunConfig.MadeBy("0.1.0", "2.10.0", "2 processors, 24 GiB, Linux amd64"));
  }

  /** An epoch with a score. */
  public static EpochMetrics epoch(long epoch, double score) {
    return new EpochMetrics(
        epoch,
        epoch * 10,
        60.5,
        2.0 / epoch,
        OptionalDouble.of(2.1 / epoch),
        OptionalDouble.of(score),
        0.045 * Math.pow(0.98, epoch),
        312.4);
  }

  /** A checkpoint after some epochs of ten steps, whose numbers are its own. */
  public static Checkpoint checkpoint(long epochs) {
    float number = epochs + 0.1f;
    return new Checkpoint(
        epochs,
        0,
        epochs * 10,
        Weights.of(
            List.of(
                Tensor.of("stem.conv.weight", Extents.of(2, 3), 1, 2, 3, 4, 5, number),
                Tensor.of("optimizer.stem.conv.weight.square", Extents.of(1), number),
                Checkpoint.bytes("random", new byte[] {1, 2, (byte) epochs}))),
        Map.of("random", "17", "note", "with \"quotes\" and\nlines"));
  }

  /** A run in a folder that took its three epochs, with a model. */
  public static void finished(Path folder) throws Exception {
    try (RunFolder run = RunFolder.create(folder, config())) {
      run.resume();
      for (int epoch = 1; epoch <= 3; epoch++) {
        run.add(epoch(epoch, epoch == 2 ? 0.8 : 0.7));
        run.checkpoints().save(checkpoint(epoch), epoch <= 2);
      }
      run.end(new Ending(Ending.How.COMPLETE, ""));
    }
  }

  /** All bytes of a tensor. */
  static byte[] bytes(Tensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_BYTE);
  }
}
