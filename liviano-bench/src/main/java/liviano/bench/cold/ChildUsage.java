package liviano.bench.cold;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The processor time of all processes that this one has started and that have ended. */
@SuppressWarnings("restricted")
final class ChildUsage {
  private static final int CHILDREN = -1;

  /** {@code struct rusage} of 64-bit Linux begins with two times of seconds and microseconds. */
  private static final int BYTES = 144;

  private final MethodHandle getrusage;
  private final MemorySegment usage = Arena.ofAuto().allocate(BYTES, Long.BYTES);

  ChildUsage() {
    Linker linker = Linker.nativeLinker();
    getrusage =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getrusage"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  /** In microseconds, the system's on their behalf included. */
  long micros() {
    int status;
    try {
      status = (int) getrusage.invokeExact(CHILDREN, usage);
    } catch (Throwable e) {
      throw new IllegalStateException("getrusage: " + e.getMessage(), e);
    }
    if (status != 0) {
      throw new IllegalStateException("getrusage gives " + status);
    }
    return 1_000_000 * (number(0) + number(2)) + number(1) + number(3);
  }

  private long number(int index) {
    return usage.getAtIndex(JAVA_LONG, index);
  }
}
