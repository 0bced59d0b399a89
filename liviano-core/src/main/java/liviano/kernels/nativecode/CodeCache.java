package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Every piece of code once. Kernels keep what they use alive. */
final class CodeCache {
  private final CodeMemory memory;
  private final ConcurrentMap<Code, MemorySegment> placed = new ConcurrentHashMap<>();

  CodeCache(CodeMemory memory) {
    this.memory = memory;
  }

  /**
   * The code, ready to be called.
   *
   * @throws RefusedException if the system lets no code be made
   */
  MemorySegment get(Code code) {
    return placed.computeIfAbsent(code, c -> memory.place(c.assemble()));
  }
}
