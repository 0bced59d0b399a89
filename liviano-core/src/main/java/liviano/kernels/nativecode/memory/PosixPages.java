package liviano.kernels.nativecode.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/** Pages by {@code mmap}, {@code mprotect} and {@code munmap}. */
@SuppressWarnings("restricted")
public final class PosixPages implements Pages {
  private static final int READ_WRITE = 1 | 2;
  private static final int READ_EXECUTE = 1 | 4;
  private static final int PRIVATE = 2;
  private static final int ANONYMOUS_LINUX = 0x20;
  private static final int ANONYMOUS_MACOS = 0x1000;

  /** {@code MADV_HUGEPAGE} of Linux. */
  private static final int HUGE_PAGES = 14;

  /** What {@code mmap} gives where it fails. */
  private static final long FAILED = -1;

  private final MethodHandle mmap;
  private final MethodHandle mprotect;
  private final MethodHandle munmap;
  private final MethodHandle madvise;
  private final int flags;

  public PosixPages(Linker linker) {
    mmap =
        handle(
            linker,
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    mprotect =
        handle(linker, "mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    munmap = handle(linker, "munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    madvise =
        handle(linker, "madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    flags = PRIVATE | anonymous();
  }

  private static MethodHandle handle(Linker linker, String name, FunctionDescriptor descriptor) {
    MemorySegment function =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new RefusedException("the C library has no " + name));
    return linker.downcallHandle(function, descriptor);
  }

  @Override
  public MemorySegment map(long bytes) {
    MemorySegment pages;
    try {
      pages =
          (MemorySegment) mmap.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, flags, -1, 0L);
    } catch (Throwable e) {
      throw new RefusedException("mmap: " + e.getMessage(), e);
    }
    if (pages.address() == FAILED) {
      throw new RefusedException("the system gives no memory (mmap)");
    }
    return pages.reinterpret(bytes);
  }

  @Override
  public void makeExecutable(MemorySegment pages) {
    int status;
    try {
      status = (int) mprotect.invokeExact(pages, pages.byteSize(), READ_EXECUTE);
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
      int status = (int) munmap.invokeExact(pages, pages.byteSize());
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
      int _ = (int) madvise.invokeExact(pages, pages.byteSize(), HUGE_PAGES);
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
