package liviano.kernels.nativecode.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The one way into machine code: an address, called with the address of a block of numbers. */
@SuppressWarnings("restricted")
public final class NativeCall {
  /** A constant of the class, so that a compiled call is a few nanoseconds. */
  private static final MethodHandle CALL =
      Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG));

  private NativeCall() {}

  /**
   * Runs code, which stays alive until it returns. The block and what its numbers point to, the
   * caller keeps alive.
   */
  public static void run(MemorySegment code, long block) {
    try {
      CALL.invokeExact(code, block);
    } catch (Throwable e) {
      throw new IllegalStateException("machine code cannot be called: " + e.getMessage(), e);
    }
  }
}
