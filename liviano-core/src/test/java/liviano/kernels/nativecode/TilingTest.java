package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Geometry;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.kernels.nativecode.code.Isa;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What the model says; {@code liviano.bench.TilingBenchmark} holds it against the clock. */
final class TilingTest {

  /** Four threads, or two, find as many strips each, and no other cut is predicted faster. */
  @Test
  void theTilingPredictedBestIsTaken() {
    Random random = new Random(224);
    for (int i = 0; i < 200; i++) {
      Task.InvertedResidual task =
          block(
              1 + random.nextInt(120),
              1 + random.nextInt(100),
              1 + random.nextInt(600),
              1 + random.nextInt(2));
      int height = task.filter().geometry().outH();
      for (Isa isa : Isa.all()) {
        Tiling taken = Tiling.of(task, isa);
        double cycles = taken.predictedCycles(task, isa);

        assertThat(taken.strips()).isBetween(1, height);
        assertThat(taken.strips()).matches(strips -> strips % 4 == 0 || strips == height);
        assertThat(IntStream.rangeClosed(1, height / 4))
            .allSatisfy(
                fours ->
                    assertThat(cycles)
                        .isLessThanOrEqualTo(
                            new Tiling(height, 4 * fours).predictedCycles(task, isa)));
      }
    }
  }

  /** All multiples of four up to 2048; a file may say that a map is a billion lines high. */
  @Test
  void ofVeryHighMapsNotEveryCutIsTried() {
    assertThat(Tiling.candidates(3)).containsExactly(3);
    assertThat(Tiling.candidates(2048)).hasSize(512).allMatch(strips -> strips % 4 == 0);
    assertThat(Tiling.candidates(1 << 30)).hasSizeLessThan(5000);
  }

  @Test
  void stripsAreEvenAndCoverTheMap() {
    for (int height = 1; height < 40; height++) {
      for (int strips = 1; strips <= height; strips++) {
        Tiling tiling = new Tiling(height, strips);
        int least = height / strips;

        assertThat(tiling.from(0)).isZero();
        assertThat(tiling.from(strips)).isEqualTo(height);
        assertThat(IntStream.range(0, strips).map(s -> tiling.from(s + 1) - tiling.from(s)))
            .allSatisfy(lines -> assertThat(lines).isBetween(least, tiling.lines()));
        assertThat(tiling.lines()).isBetween(least, least + 1);
      }
    }
  }

  /** Lines of 7 fill half a tile, and calls and tiles' ends cost most. */
  @Test
  void shortLinesAreComputedTogether() {
    Task.InvertedResidual task = block(7, 160, 960, 1);

    assertThat(Tiling.of(task, Isa.AVX512)).isEqualTo(new Tiling(7, 4));
    assertThat(new Tiling(7, 7).predictedCycles(task, Isa.AVX512))
        .isGreaterThan(1.5 * new Tiling(7, 4).predictedCycles(task, Isa.AVX512));
  }

  /** Lines of the widest block are 43 KB: more than some ten would leave the cache. */
  @Test
  void aStripStaysInTheCache() {
    Task.InvertedResidual task = block(112, 16, 96, 2);

    Tiling taken = Tiling.of(task, Isa.AVX512);

    assertThat(taken.lines()).isBetween(3, 9);
    assertThat(taken.ringLines(task.filter().geometry()) * 112 * 96 * Float.BYTES)
        .isLessThan(1 << 20);
    assertThat(new Tiling(56, 2).predictedCycles(task, Isa.AVX512))
        .isGreaterThan(taken.predictedCycles(task, Isa.AVX512) + 50_000);
  }

  /** A block that expands {@code in} channels to {@code wide} and projects them to as many. */
  private static Task.InvertedResidual block(int side, int in, int wide, int stride) {
    int out = Math.ceilDiv(side, stride);
    Geometry g =
        new Geometry(1, side, side, wide, out, out, wide, 3, 3, stride, stride, 1, 1, 1, 1);
    Epilogue relu6 = Epilogue.NONE.withClamp(Clamp.RELU6);
    return new Task.InvertedResidual(
        Optional.of(new Task.Pointwise(side * side, in, wide, param(wide, in), relu6)),
        new Task.Depthwise(g, param(3, 3, wide), relu6),
        new Task.Pointwise(out * out, wide, in, param(in, wide), Epilogue.NONE));
  }

  private static Param param(Integer... dims) {
    int count = List.of(dims).stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    return new Param(
        "param",
        DType.F32,
        new Shape(List.of(dims)),
        Arena.ofAuto().allocate(count * (long) Float.BYTES));
  }
}
