package liviano.kernels;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Memory between pages that nobody may touch: who reads or writes beside it ends the process. In
 * turns it ends right before the page behind it and starts right behind the page before it.
 */
@SuppressWarnings("restricted")
public final class GuardedMemory {
  private static final long PAGE = 4096;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final long LINE = 64;

  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MPROTECT =
      handle("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MUNMAP =
      handle("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private boolean atTheEnd;

  public GuardedMemory() {}

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
  }

  /** A cache that packs weights into such memory. */
  public PackedWeights packedWeights(Arena arena) {
    return new PackedWeights(bytes -> allocate(bytes, arena));
  }

  /** So many bytes of zeros, rounded up to 64, on a 64-byte boundary. */
  MemorySegment allocate(long bytes) {
    return allocate(bytes, Arena.ofAuto());
  }

  /**
   * So many bytes of zeros, rounded up to 64, on a 64-byte boundary.
   *
   * @param arena with which the memory goes
   */
  public MemorySegment allocate(long bytes, Arena arena) {
    long size = Math.ceilDiv(bytes, LINE) * LINE;
    long inside = Math.ceilDiv(size, PAGE) * PAGE;
    long all = inside + 2 * PAGE;
    try {
      MemorySegment raw =
          (MemorySegment)
              MMAP.invokeExact(MemorySegment.NULL, all, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      protect(MemorySegment.ofAddress(raw.address()));
      protect(MemorySegment.ofAddress(raw.address() + PAGE + inside));
      MemorySegment whole = raw.reinterpret(all, arena, GuardedMemory::unmap);
      atTheEnd = !atTheEnd;
      return whole.asSlice(PAGE + (atTheEnd ? inside - size : 0), size);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void protect(MemorySegment page) throws Throwable {
    if ((int) MPROTECT.invokeExact(page, PAGE, 0) != 0) {
      throw new AssertionError("mprotect");
    }
  }

  private static void unmap(MemorySegment whole) {
    try {
      int status = (int) MUNMAP.invokeExact(whole, whole.byteSize());
      assert status == 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
