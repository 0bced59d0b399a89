package liviano.kernels.nativecode.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one way into native code, the engine's own and the system's: an address, called as a function
 * of six numbers that gives one.
 *
 * <p>That is right on x86-64 for a function that takes fewer: its numbers come in the same
 * registers, and it does not look at the others. The JVM makes one kind of call ready instead of
 * one for each shape, which a start notices.
 */
@SuppressWarnings("restricted")
public final class NativeCall {
  private static final FunctionDescriptor SIX_NUMBERS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** A constant of a class, so that a compiled call is a few nanoseconds. */
  private static final class Ready {
    static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(SIX_NUMBERS);
  }

  private NativeCall() {}

  /**
   * Asks before anything is called, because a constant that is refused fails with another error.
   *
   * @throws IllegalCallerException if this process lets no native code be called
   */
  static void requireAllowed() {
    MemorySegment _ = MemorySegment.NULL.reinterpret(0);
  }

  /**
   * Runs code of the engine, which stays alive until it returns. The block and what its numbers
   * point to, the caller keeps alive.
   *
   * @param block the address of a block of numbers, all that the code is told
   */
  public static void run(MemorySegment code, long block) {
    try {
      long _ = (long) Ready.CALL.invokeExact(code, block, 0L, 0L, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("machine code cannot be called: " + e.getMessage(), e);
    }
  }

  /** Calls a function of the system that takes up to six numbers. */
  static long system(MemorySegment function, long a, long b, long c, long d, long e, long f)
      throws Throwable {
    return (long) Ready.CALL.invokeExact(function, a, b, c, d, e, f);
  }
}
