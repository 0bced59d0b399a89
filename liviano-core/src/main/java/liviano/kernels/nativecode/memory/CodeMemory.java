package liviano.kernels.nativecode.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Turns bytes into code that can be called. Pages are written, then made executable, and never are
 * both. They are requested many at a time, and freed when nothing refers to any code in them.
 */
@SuppressWarnings("restricted")
public final class CodeMemory {
  private static final long PAGE = 16 * 1024; // of every x86-64 system a multiple of its own

  /** Only reserves address space until it is written to. */
  private static final long PAGES_AT_A_TIME = 64;

  private final Pages pages;

  /** Where the next piece of code goes; its first page was not touched yet. */
  private MemorySegment free = MemorySegment.NULL;

  public CodeMemory(Pages pages) {
    this.pages = pages;
  }

  /**
   * Code at an address of its own.
   *
   * @throws RefusedException if the system refuses
   */
  public synchronized MemorySegment place(byte[] code) {
    long bytes = Math.ceilDiv(code.length, PAGE) * PAGE;
    boolean isNew = bytes > free.byteSize();
    MemorySegment room = isNew ? pages.map(Math.max(bytes, PAGES_AT_A_TIME * PAGE)) : free;
    try {
      MemorySegment.copy(MemorySegment.ofArray(code), 0, room, 0, code.length);
      pages.makeExecutable(room.asSlice(0, bytes));
    } catch (RefusedException e) {
      if (isNew) {
        pages.unmap(room);
      }
      throw e;
    }
    if (isNew) {
      room = givenBack(room);
    }
    free = room.asSlice(bytes);
    return room.asSlice(0, bytes);
  }

  /** The same pages. Every slice keeps all of them alive; they are freed with the last slice. */
  private MemorySegment givenBack(MemorySegment raw) {
    return MemorySegment.ofAddress(raw.address())
        .reinterpret(raw.byteSize(), Arena.ofAuto(), pages::unmap);
  }
}
