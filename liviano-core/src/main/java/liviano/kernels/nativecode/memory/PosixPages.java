package liviano.kernels.nativecode.memory;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** Pages by {@code mmap}, {@code mprotect} and {@code munmap}. */
@SuppressWarnings("restricted")
public final class PosixPages implements Pages {
  private static final long READ_WRITE = 1 | 2;
  private static final long READ_EXECUTE = 1 | 4;
  private static final int PRIVATE = 2;
  private static final int ANONYMOUS_LINUX = 0x20;
  private static final int ANONYMOUS_MACOS = 0x1000;

  /** {@code MADV_HUGEPAGE} of Linux. */
  private static final long HUGE_PAGES = 14;

  /** What {@code mmap} gives where it fails. */
  private static final long FAILED = -1;

  private final MemorySegment mmap;
  private final MemorySegment mprotect;
  private final MemorySegment munmap;
  private final MemorySegment madvise;
  private final long flags;

  /**
   * @throws IllegalCallerException if this process lets no native code be called
   */
  public PosixPages(Linker linker) {
    NativeCall.requireAllowed();
    mmap = function(linker, "mmap");
    mprotect = function(linker, "mprotect");
    munmap = function(linker, "munmap");
    madvise = function(linker, "madvise");
    flags = PRIVATE | anonymous();
  }

  private static MemorySegment function(Linker linker, String name) {
    return linker
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new RefusedException("the C library has no " + name));
  }

  /** Of a function that gives an {@code int}. */
  private int status(MemorySegment function, MemorySegment pages, long what) throws Throwable {
    return (int) NativeCall.system(function, pages.address(), pages.byteSize(), what, 0, 0, 0);
  }

  @Override
  public MemorySegment map(long bytes) {
    long address;
    try {
      address = NativeCall.system(mmap, 0, bytes, READ_WRITE, flags, -1, 0);
    } catch (Throwable e) {
      throw new RefusedException("mmap: " + e.getMessage(), e);
    }
    if (address == FAILED) {
      throw new RefusedException("the system gives no memory (mmap)");
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  @Override
  public void makeExecutable(MemorySegment pages) {
    int status;
    try {
      status = status(mprotect, pages, READ_EXECUTE);
    } catch (Throwable e) {
      throw new RefusedException("mprotect: " + e.getMessage(), e);
    }
    if (status != 0) {
      throw new RefusedException("the system does not let memory be executed (mprotect)");
    }
  }

  @Override
  public void unmap(MemorySegment pages) {
    try {
      int status = status(munmap, pages, 0);
      assert status == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("munmap: " + e.getMessage(), e);
    }
  }

  @Override
  public void preferLarge(MemorySegment pages) {
    if (isMacos()) {
      return; // it has none for data
    }
    try {
      // A wish: where there are no large pages small ones serve.
      int _ = status(madvise, pages, HUGE_PAGES);
    } catch (Throwable e) {
      throw new IllegalStateException("madvise: " + e.getMessage(), e);
    }
  }

  private static int anonymous() {
    return isMacos() ? ANONYMOUS_MACOS : ANONYMOUS_LINUX;
  }

  private static boolean isMacos() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
  }
}
