package liviano.kernels.nativecode;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.OptionalDouble;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.PeakCode;
import liviano.kernels.nativecode.code.PeakCode.Kind;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.kernels.nativecode.memory.PosixPages;

/**
 * What one core does at most in machine code, in 10^9 multiply-adds a second out of registers: the
 * best of many short runs.
 *
 * @param bf16 of bfloat16; empty where the processor has no instruction for it
 * @param int8 of integers of 8 bits; empty where machine code cannot serve
 */
public record NativePeak(OptionalDouble bf16, OptionalDouble int8) {
  private static final int TURNS = 20_000;

  /**
   * Measures it on the calling thread.
   *
   * @param seconds for each kind of number
   */
  @SuppressWarnings("restricted")
  public static NativePeak measure(double seconds) {
    Machine machine = NativeProvider.machine();
    if (machine.isa().isEmpty()) {
      return new NativePeak(OptionalDouble.empty(), OptionalDouble.empty());
    }
    CodeMemory memory = new CodeMemory(new PosixPages(Linker.nativeLinker()));
    return new NativePeak(
        machine.bf16()
            ? OptionalDouble.of(best(memory, Kind.BF16, seconds))
            : OptionalDouble.empty(),
        OptionalDouble.of(best(memory, integers(machine.isaOrThrow()), seconds)));
  }

  private static Kind integers(Isa isa) {
    return !isa.dots() ? Kind.SHORTS : isa.hasMasks() ? Kind.BYTES : Kind.HALF_BYTES;
  }

  private static double best(CodeMemory memory, Kind kind, double seconds) {
    MemorySegment code = memory.place(new PeakCode(kind).assemble());
    MemorySegment block = Arena.ofAuto().allocate(PeakCode.SLOTS * Long.BYTES, Long.BYTES);
    ArgumentBlock.set(block.address(), PeakCode.TURNS, TURNS);
    double best = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      long start = System.nanoTime();
      NativeCall.run(code, block.address());
      best = Math.max(best, (double) kind.multiplyAdds() * TURNS / (System.nanoTime() - start));
    } while (System.nanoTime() < end);
    Reference.reachabilityFence(block);
    return best;
  }
}
