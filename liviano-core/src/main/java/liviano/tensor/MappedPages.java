package liviano.tensor;

import java.lang.foreign.MemorySegment;

/** The pages of mapped files that a process holds in memory. */
public final class MappedPages {
  /** Below it, a call of the system costs more than the pages are worth. */
  private static final long LEAST = 1 << 18;

  /** Bytes that are given back together where there are many small tensors or pieces. */
  public static final long TOGETHER = 1 << 20;

  private MappedPages() {}

  /**
   * Counts the pages of a large mapped segment no longer as this process's memory. They are there
   * again when they are next read, mostly from what the system keeps of the file, so this is for
   * numbers that have been read and may not be read again. Does nothing to a segment that is not
   * mapped.
   */
  public static void release(MemorySegment segment) {
    if (segment.isMapped() && segment.byteSize() >= LEAST) {
      segment.unload();
    }
  }
}
