package liviano.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The records of {@link Task}, whichever family they belong to; but those of integers alone are
 * tried by tests of their own.
 */
final class KindsOfTask {
  private KindsOfTask() {}

  static List<Class<?>> all() {
    return kinds(Task.class)
        .filter(kind -> !Quantizing.class.isAssignableFrom(kind))
        .distinct()
        .toList();
  }

  private static Stream<Class<?>> kinds(Class<?> task) {
    return task.isSealed()
        ? Arrays.stream(task.getPermittedSubclasses()).flatMap(KindsOfTask::kinds)
        : Stream.of(task);
  }
}
