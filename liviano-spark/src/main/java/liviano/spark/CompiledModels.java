package liviano.spark;

import java.util.function.Supplier;
import liviano.model.Model;

/**
 * The models that this JVM, an executor or the driver, has compiled: one for all tasks and all
 * stages that ask the same of the same model. Those used last stay; memory goes with the others.
 */
final class CompiledModels {
  private static final int MOST = 8;
  private static final Recent<Key, Object> COMPILED = new Recent<>(MOST);

  private record Key(String digest, Class<?> task) {}

  private CompiledModels() {}

  /**
   * A compiled model.
   *
   * @param digest of the bytes
   * @param bytes of a model file, asked for only where it is not compiled yet
   * @throws liviano.LivianoException if it is not for that task
   */
  @SuppressWarnings("unchecked") // each kind of task compiles to one type
  static <R> R of(Task<R> task, String digest, Supplier<byte[]> bytes) {
    return (R)
        COMPILED.get(new Key(digest, task.getClass()), _ -> task.compile(Model.of(bytes.get())));
  }
}
