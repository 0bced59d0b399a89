package liviano.server.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.model.VisionTask;

/** What can be asked of a model. */
public enum ServedTask {
  /** What is in a picture. */
  CLASSIFY(VisionTask.CLASSIFICATION),
  /** What is where in a picture. */
  DETECT(VisionTask.DETECTION),
  /** What each pixel shows. */
  SEGMENT(VisionTask.SEGMENTATION),
  /** The vector of a picture; of other models than classifiers too. */
  EMBED(VisionTask.CLASSIFICATION),
  /** Where a picture shows a class. */
  EXPLAIN(VisionTask.CLASSIFICATION);

  private final VisionTask models;
  private final String label = name().toLowerCase(Locale.ROOT);

  ServedTask(VisionTask models) {
    this.models = models;
  }

  /** The task of the models that are meant where a request names none. */
  public VisionTask models() {
    return models;
  }

  /** As addresses and answers name it. */
  public String label() {
    return label;
  }

  /** What models of a task can be asked, as far as their card tells. */
  public static List<ServedTask> of(VisionTask task) {
    return Arrays.stream(values())
        .filter(asked -> asked.models == task || asked == EMBED && task != VisionTask.OTHER)
        .toList();
  }
}
