package liviano.train.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How the threads of libtorch's libraries wait for work. By themselves those of OpenMP and of
 * OpenBLAS keep their cores busy for milliseconds after each operation, where the threads that
 * prepare pictures, and the next operation, need them; without any such time they fall asleep and
 * are woken hundreds of times a step. Both read it from the environment, once, when they are
 * loaded.
 */
final class WaitingThreads {
  /** Rounds of waiting, some 50 microseconds together. */
  private static final String OPENMP = "GOMP_SPINCOUNT";

  private static final String OPENMP_ROUNDS = "5000";

  /** The user's own word on it, which is then left alone. */
  private static final String OPENMP_POLICY = "OMP_WAIT_POLICY";

  private static final String OPENBLAS = "OPENBLAS_THREAD_TIMEOUT";

  /** The least that it takes: 2 to this power, in clock cycles. */
  private static final String OPENBLAS_LEAST = "4";

  private WaitingThreads() {}

  /** Sets what the user has not set; to be called before the libraries are loaded. */
  static void settle() {
    Linker linker = Linker.nativeLinker();
    Optional<MethodHandle> setenv =
        linker
            .defaultLookup()
            .find("setenv") // Windows has none, and waits in other ways
            .map(
                address ->
                    linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT)));
    if (setenv.isPresent()) {
      set(setenv.get(), OPENBLAS, OPENBLAS_LEAST);
      if (System.getenv(OPENMP_POLICY) == null) {
        set(setenv.get(), OPENMP, OPENMP_ROUNDS);
      }
    }
  }

  /** In this process alone, where it is not set. */
  private static void set(MethodHandle setenv, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
    } catch (Throwable e) {
      throw new AssertionError(e); // a C function throws nothing
    }
  }
}
