package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Providers;
import liviano.kernels.nativecode.code.Numbers;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machine code packs weights as plain loops do, whatever their shape, and nothing beside them. */
class PanelWeightsTest {
  private static final int SHAPES = 200;

  /** How weights are packed. */
  private record Drawn(
      boolean paired, int lanes, int width, int first, int outputs, int segments, int depth) {
    int weights() {
      return segments * depth;
    }

    int padded() {
      return Math.ceilDiv(outputs, lanes) * lanes;
    }

    int steps() {
      return paired ? Math.ceilDiv(depth, 2) : depth;
    }
  }

  @BeforeEach
  void machineCodeServes() {
    Assumptions.assumeTrue(
        Providers.nativeCodeUnavailable().isEmpty(), "machine code cannot serve here");
  }

  static Stream<Drawn> shapes() {
    SplittableRandom random = new SplittableRandom(5);
    Stream<Drawn> drawn =
        Stream.generate(
                () -> {
                  int lanes = random.nextBoolean() ? 8 : 16;
                  return new Drawn(
                      random.nextBoolean(),
                      lanes,
                      lanes * random.nextInt(1, 5),
                      random.nextInt(3),
                      random.nextInt(1, 70),
                      random.nextInt(1, 4),
                      random.nextInt(1, 40));
                })
            .limit(SHAPES);
    Stream<Drawn> deep =
        Stream.of(
            new Drawn(false, 16, 32, 1, 33, 1, 4096),
            new Drawn(false, 16, 32, 0, 5, 1, 9001),
            new Drawn(true, 16, 32, 0, 35, 2, 4097),
            new Drawn(true, 8, 16, 2, 9, 1, 8193));
    return Stream.concat(drawn, deep);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void packsAsPlainLoopsDo(Drawn drawn) {
    for (boolean onHeap : new boolean[] {false, true}) {
      Param weight = weight(drawn, onHeap);
      MemorySegment packed =
          PanelWeights.of(
              new NativeProduct.Shape(
                  weight, drawn.first(), drawn.outputs(), drawn.segments(), drawn.depth()),
              drawn.lanes(),
              drawn.width(),
              new Numbers(drawn.paired(), drawn.paired() && drawn.depth() % 2 == 1, false),
              new CodeCache(
                  new CodeMemory(new PosixPages(Linker.nativeLinker())), System::nanoTime),
              new PackedWeights());

      assertThat(packed.mismatch(plain(drawn, weight.data()))).isEqualTo(-1);
    }
  }

  private static Param weight(Drawn drawn, boolean onHeap) {
    DType format = drawn.paired() ? DType.BF16 : DType.F32;
    Shape shape = Shape.of(drawn.first() + drawn.outputs(), drawn.weights());
    byte[] bytes = new byte[shape.elements() * format.bytes()];
    new SplittableRandom(drawn.hashCode()).nextBytes(bytes);
    MemorySegment numbers = MemorySegment.ofArray(bytes);
    if (!onHeap) {
      // At no multiple of 4, as in a file.
      MemorySegment outside = Arena.ofAuto().allocate(bytes.length + 2L, 64).asSlice(2);
      numbers = outside.copyFrom(numbers);
    }
    return new Param("weight", format, shape, numbers);
  }

  /** Panel by panel, segment by segment, step by step, output by output. */
  private static MemorySegment plain(Drawn drawn, MemorySegment weights) {
    int each = drawn.paired() ? Short.BYTES : Float.BYTES;
    MemorySegment packed =
        Arena.ofAuto()
            .allocate((long) drawn.padded() * drawn.segments() * drawn.steps() * Float.BYTES, 64);
    long panel = 0;
    for (int from = 0; from < drawn.outputs(); from += drawn.width()) {
      int wide = Math.min(drawn.width(), drawn.padded() - from);
      for (int n = 0; n < Math.min(wide, drawn.outputs() - from); n++) {
        for (int i = 0; i < drawn.weights(); i++) {
          int k = i % drawn.depth();
          int within = drawn.paired() ? k / 2 : k;
          long step = (long) i / drawn.depth() * drawn.steps() + within;
          long to = panel + (step * wide + n) * Float.BYTES + (drawn.paired() ? k % 2 * 2L : 0);
          long at = ((long) (drawn.first() + from + n) * drawn.weights() + i) * each;
          MemorySegment.copy(weights, at, packed, to, each);
        }
      }
      panel += (long) wide * drawn.segments() * drawn.steps() * Float.BYTES;
    }
    return packed;
  }
}
