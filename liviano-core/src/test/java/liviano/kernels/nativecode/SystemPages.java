package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;

/** The system's own pages, for tests that watch them or refuse some. */
@SuppressWarnings("restricted")
class SystemPages implements Pages {
  private final Pages pages = new PosixPages(Linker.nativeLinker());

  @Override
  public MemorySegment map(long bytes) {
    return pages.map(bytes);
  }

  @Override
  public void makeExecutable(MemorySegment code) {
    pages.makeExecutable(code);
  }

  @Override
  public void preferLarge(MemorySegment data) {
    pages.preferLarge(data);
  }

  @Override
  public void unmap(MemorySegment mapped) {
    pages.unmap(mapped);
  }
}
