package liviano.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The records of {@link Task}, whichever family they belong to. */
final class KindsOfTask {
  private KindsOfTask() {}

  static List<Class<?>> all() {
    return kinds(Task.class).distinct().toList();
  }

  private static Stream<Class<?>> kinds(Class<?> task) {
    return task.isSealed()
        ? Arrays.stream(task.getPermittedSubclasses()).flatMap(KindsOfTask::kinds)
        : Stream.of(task);
  }
}
