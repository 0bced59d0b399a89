package liviano.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.kernels.Linear;

/**
 * Every shape that machine code meets in MobileNetV2 1.0 at 224 pixels, once: each kind of layer,
 * then each kind of block as one task.
 */
final class MobileNetShapes {
  private MobileNetShapes() {}

  /** By their names. */
  static SequencedMap<String, TaskList.Step> all() {
    SequencedMap<String, TaskList.Step> shapes = new LinkedHashMap<>();
    MobileNetTasks.at224().stream()
        .filter(step -> step.macs() > 0)
        .forEach(step -> shapes.putIfAbsent(step.name(), step));
    MobileNetTasks.blocksAt224().forEach(step -> shapes.putIfAbsent(step.name(), step));
    return Collections.unmodifiableSequencedMap(shapes);
  }

  /**
   * Whether all time goes by reading weights that are used once each: the classifier's. Such are
   * measured from memory, not from a cache that other layers would have taken.
   */
  static boolean isBoundByMemory(TaskList.Step step) {
    return step.task() instanceof Linear.Pointwise dense && dense.rows() == 1;
  }

  static TaskList.Step named(String name) {
    SequencedMap<String, TaskList.Step> all = all();
    if (!all.containsKey(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "no shape '%s'; there are %s", name, List.copyOf(all.keySet())));
    }
    return all.get(name);
  }
}
