package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Turns bytes into code that can be called. Memory is written, then made executable, and never is
 * both; it is given back when nothing refers to the code any more.
 */
@SuppressWarnings("restricted")
final class CodeMemory {
  private static final long PAGE = 16 * 1024; // of every x86-64 system a multiple of its own

  private final Pages pages;

  CodeMemory(Pages pages) {
    this.pages = pages;
  }

  /**
   * Code at an address of its own.
   *
   * @throws RefusedException if the system refuses
   */
  MemorySegment place(byte[] code) {
    MemorySegment raw = pages.map(Math.ceilDiv(code.length, PAGE) * PAGE);
    try {
      MemorySegment.copy(code, 0, raw, JAVA_BYTE, 0, code.length);
      pages.makeExecutable(raw);
    } catch (RefusedException e) {
      pages.unmap(raw);
      throw e;
    }
    return MemorySegment.ofAddress(raw.address())
        .reinterpret(raw.byteSize(), Arena.ofAuto(), pages::unmap);
  }
}
