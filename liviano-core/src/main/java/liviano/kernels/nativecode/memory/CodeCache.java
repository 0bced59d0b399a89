package liviano.kernels.nativecode.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import liviano.kernels.MadeCode;
import liviano.kernels.nativecode.code.Code;

/** Every piece of code once. Kernels keep what they use alive. */
public final class CodeCache {
  private final CodeMemory memory;
  private final LongSupplier clock;
  private final ConcurrentMap<Code, MemorySegment> placed = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  /**
   * @param clock in nanoseconds, by which making is timed
   */
  public CodeCache(CodeMemory memory, LongSupplier clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * The code, ready to be called.
   *
   * @throws RefusedException if the system lets no code be made
   */
  public MemorySegment get(Code code) {
    return placed.computeIfAbsent(code, this::make);
  }

  private MemorySegment make(Code code) {
    long start = clock.getAsLong();
    byte[] assembled = code.assemble();
    MemorySegment made = memory.place(assembled);
    nanos.addAndGet(clock.getAsLong() - start);
    bytes.addAndGet(assembled.length);
    return made;
  }

  /** What was made so far. */
  public MadeCode made() {
    return new MadeCode(placed.size(), bytes.get(), nanos.get());
  }
}
