package liviano.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Memory outside the heap. */
public final class NativeMemory {
  /** Cache lines and the widest vectors are 64 bytes. */
  public static final int ALIGNMENT = 64;

  private NativeMemory() {}

  /**
   * Zeros on a 64-byte boundary, for any thread, freed when nothing refers to them any more. They
   * count as direct memory of the JVM.
   *
   * <p>Those of a buffer, because the system's own loop makes them; an arena sets its memory number
   * by number in Java, which a new JVM interprets.
   *
   * @throws OutOfMemoryError if that exceeds what {@code -XX:MaxDirectMemorySize} allows
   */
  public static MemorySegment allocate(long bytes) {
    if (bytes > Integer.MAX_VALUE - ALIGNMENT) {
      return Arena.ofAuto().allocate(bytes, ALIGNMENT);
    }
    MemorySegment memory =
        MemorySegment.ofBuffer(ByteBuffer.allocateDirect((int) bytes + ALIGNMENT));
    return memory.asSlice(Math.floorMod(-memory.address(), ALIGNMENT), bytes);
  }
}
