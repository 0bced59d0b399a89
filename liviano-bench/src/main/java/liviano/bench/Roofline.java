package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import liviano.kernels.nativecode.NativePeak;

/**
 * The roofline of one core, by the means that Java has: multiply-adds that never leave the
 * registers, and sums over more memory than any cache holds; and of narrower numbers, which Java
 * has no vectors of, by machine code. Prints bits of a vector, 10^9 multiply-adds a second, 10^9
 * bytes a second, and multiply-adds of bfloat16 and of integers of 8 bits (0 where there are none),
 * the best of several rounds each: a ceiling is what was reached, not what is usual.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp ... liviano.bench.Roofline</pre>
 */
public final class Roofline {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BYTES = LANES * Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Of a line of a cache: a vector that lies in two of them is read at half the speed. */
  private static final int ALIGNMENT = 64;

  /**
   * Independent sums: more than the eight that two pipes of four cycles' latency keep busy, and few
   * enough to stay in 16 registers with what they are made of.
   */
  private static final int CHAINS = 10;

  private static final int STEPS = 100_000;
  private static final int FLOATS = 64 << 20;
  private static final double SECONDS = 2;

  /** On a busy machine it takes longer until the loop is compiled; the first rounds are slow. */
  private static final int LEAST_ROUNDS = 200;

  private Roofline() {}

  public static void main(String[] arguments) {
    double gmac = 0;
    float kept = 0;
    int rounds = 0;
    for (long from = System.nanoTime(); since(from) < SECONDS || rounds < LEAST_ROUNDS; rounds++) {
      long start = System.nanoTime();
      kept += multiplyAdds(STEPS, 0.5f, 1e-3f);
      gmac = Math.max(gmac, (double) CHAINS * LANES * STEPS / (System.nanoTime() - start));
    }
    MemorySegment memory = Arena.ofAuto().allocate((long) FLOATS * Float.BYTES, ALIGNMENT);
    memory.fill((byte) 0x11);
    double gigabytes = 0;
    for (long from = System.nanoTime(); since(from) < SECONDS; ) {
      long start = System.nanoTime();
      kept += sum(memory);
      gigabytes = Math.max(gigabytes, (double) FLOATS * Float.BYTES / (System.nanoTime() - start));
    }
    if (Float.isNaN(kept)) { // reads the results, so that the loops are not left out
      throw new IllegalStateException("sums are no numbers");
    }
    NativePeak narrow = NativePeak.measure(SECONDS);
    System.out.println(
        Stream.of(
                SPECIES.vectorBitSize(),
                gmac,
                gigabytes,
                narrow.bf16().orElse(0),
                narrow.int8().orElse(0))
            .map(String::valueOf)
            .collect(Collectors.joining(" ")));
  }

  /** So many steps of ten independent multiply-adds of a vector each. */
  private static float multiplyAdds(int steps, float by, float plus) {
    FloatVector b = FloatVector.broadcast(SPECIES, by);
    FloatVector c = FloatVector.broadcast(SPECIES, plus);
    FloatVector s0 = c;
    FloatVector s1 = c;
    FloatVector s2 = c;
    FloatVector s3 = c;
    FloatVector s4 = c;
    FloatVector s5 = c;
    FloatVector s6 = c;
    FloatVector s7 = c;
    FloatVector s8 = c;
    FloatVector s9 = c;
    for (int i = 0; i < steps; i++) {
      s0 = s0.fma(b, c);
      s1 = s1.fma(b, c);
      s2 = s2.fma(b, c);
      s3 = s3.fma(b, c);
      s4 = s4.fma(b, c);
      s5 = s5.fma(b, c);
      s6 = s6.fma(b, c);
      s7 = s7.fma(b, c);
      s8 = s8.fma(b, c);
      s9 = s9.fma(b, c);
    }
    FloatVector all = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return all.add(s6).add(s7).add(s8).add(s9).lane(0);
  }

  private static float sum(MemorySegment memory) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (long at = 0; at < memory.byteSize(); at += 4L * BYTES) {
      s0 = s0.add(FloatVector.fromMemorySegment(SPECIES, memory, at, ORDER));
      s1 = s1.add(FloatVector.fromMemorySegment(SPECIES, memory, at + BYTES, ORDER));
      s2 = s2.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 2L * BYTES, ORDER));
      s3 = s3.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 3L * BYTES, ORDER));
    }
    return s0.add(s1).add(s2.add(s3)).lane(0);
  }

  private static double since(long from) {
    return (System.nanoTime() - from) * 1e-9;
  }
}
