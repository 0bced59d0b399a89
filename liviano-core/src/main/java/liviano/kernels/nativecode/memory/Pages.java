package liviano.kernels.nativecode.memory;

import java.lang.foreign.MemorySegment;

/** Pages of memory from the operating system: the seam at which tests refuse them. */
public interface Pages {

  /**
   * New pages of zeros that can be read and written.
   *
   * @throws RefusedException if the system gives none
   */
  MemorySegment map(long bytes);

  /**
   * Makes pages readable and executable, and writable no more.
   *
   * @throws RefusedException if the system does not allow it
   */
  void makeExecutable(MemorySegment pages);

  /** Asks for pages, not touched yet, to be large ones where the system has such. */
  void preferLarge(MemorySegment pages);

  /** Gives pages back. */
  void unmap(MemorySegment pages);
}
