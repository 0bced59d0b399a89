package liviano.kernels.nativecode.memory;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/** The pages of a mapped file that are about to be read. */
@SuppressWarnings("restricted")
public final class FilePages {
  /** {@code MADV_POPULATE_READ} of Linux 5.14. */
  private static final long POPULATE = 22;

  private static final long PAGE = 4096;

  private static final Optional<MemorySegment> MADVISE =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
          ? Linker.nativeLinker().defaultLookup().find("madvise")
          : Optional.empty();

  private FilePages() {}

  /**
   * Brings the pages of a mapped segment into this process's memory by one call of the system.
   * Otherwise there is a fault for every few of them, which takes longer than copying them. Does
   * nothing to other segments, and where the system has no such call; pages that the file no longer
   * has stay away.
   */
  public static void fetch(MemorySegment segment) {
    if (MADVISE.isEmpty() || !segment.isMapped()) {
      return;
    }
    long from = segment.address() / PAGE * PAGE;
    long bytes = segment.address() + segment.byteSize() - from;
    try {
      long _ = NativeCall.system(MADVISE.get(), from, bytes, POPULATE, 0, 0, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("madvise: " + e.getMessage(), e);
    }
  }
}
