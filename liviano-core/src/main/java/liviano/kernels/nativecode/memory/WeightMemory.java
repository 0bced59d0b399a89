package liviano.kernels.nativecode.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import liviano.tensor.NativeMemory;

/**
 * Memory for packed weights, in large pages where the system has them: weights are read from end to
 * end in every inference, and with small pages the processor would look up thousands of addresses.
 *
 * <p>The garbage collector does not count this memory, so its size per process is limited; weights
 * beyond the limit are in memory that the collector does count.
 */
@SuppressWarnings("restricted")
public final class WeightMemory {
  private static final long ALIGNMENT = 64;

  /** A large page of x86-64. */
  private static final long PAGE = 2 << 20;

  private static final long SLAB = 2 * PAGE;
  private static final long MOST = 128 << 20;

  private final Pages pages;
  private final AtomicLong mapped;
  private MemorySegment slab = MemorySegment.NULL;

  /**
   * @param mapped bytes of all slabs in existence; a counter that other objects may share
   */
  public WeightMemory(Pages pages, AtomicLong mapped) {
    this.pages = pages;
    this.mapped = mapped;
  }

  /**
   * Zeros on a 64-byte boundary. They are freed when nothing refers to them or to anything else in
   * the same slab.
   */
  public synchronized MemorySegment allocate(long bytes) {
    long rounded = Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    if (slab.byteSize() < rounded) {
      long size = Math.ceilDiv(Math.max(rounded, SLAB), PAGE) * PAGE;
      if (mapped.get() + size > MOST) {
        return NativeMemory.allocate(bytes);
      }
      try {
        slab = map(size);
      } catch (RefusedException e) {
        return NativeMemory.allocate(bytes);
      }
    }
    MemorySegment given = slab.asSlice(0, bytes);
    slab = slab.asSlice(rounded);
    return given;
  }

  /** A slab that begins where a large page may. */
  private MemorySegment map(long size) {
    MemorySegment raw = pages.map(size + PAGE);
    mapped.addAndGet(size);
    long skip = Math.floorMod(-raw.address(), PAGE);
    pages.preferLarge(raw.asSlice(skip, size));
    return givenBack(raw, size, pages, mapped).asSlice(skip, size);
  }

  /**
   * The same pages, freed when the last slice is collected. The cleaning action must not be this
   * object: it holds a slice, so the pages would never be freed.
   */
  private static MemorySegment givenBack(
      MemorySegment raw, long size, Pages pages, AtomicLong mapped) {
    return MemorySegment.ofAddress(raw.address())
        .reinterpret(
            raw.byteSize(),
            Arena.ofAuto(),
            whole -> {
              pages.unmap(whole);
              mapped.addAndGet(-size);
            });
  }
}
