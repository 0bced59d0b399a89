package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.kernels.Epilogue;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Blocks of every shape, against a walk over their strips that notes who reads and writes what. */
final class SpentInputTest {
  private static final int CASES = 20_000;

  @Test
  void noLineIsWrittenOverBeforeItIsRead() {
    Random random = new Random(51);
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Fused.InvertedResidual block = draw(random);
      int height = block.filter().geometry().outH();
      Tiling tiling = new Tiling(height, random.nextInt(1, 1 + height));
      boolean takes = SpentInput.takesOutput(block, tiling);
      boolean harmless = isHarmless(block, tiling);
      if (takes) {
        taken++;
        assertThat(harmless).as("%s by %s", block, tiling).isTrue();
      } else if (harmless && isOrdinary(block)) {
        assertThat(takes).as("%s by %s", block, tiling).isTrue();
      } else {
        refused++;
      }
    }
    assertThat(taken).isGreaterThan(CASES / 10);
    assertThat(refused).isGreaterThan(CASES / 10);
  }

  /** Where no line of the input is left out, so that more than this must not be refused. */
  private static boolean isOrdinary(Fused.InvertedResidual block) {
    Geometry g = block.filter().geometry();
    return block.expand().filter(Linear.Pointwise.class::isInstance).isPresent()
        && g.dilationH() == 1
        && g.padTop() <= 1;
  }

  private static boolean isHarmless(Fused.InvertedResidual block, Tiling tiling) {
    Geometry g = block.filter().geometry();
    int inH = inH(block);
    int inLine = inLine(block);
    int outLine = g.outW() * block.project().outChannels();
    if (g.outH() * outLine > inH * inLine) {
      return false;
    }
    boolean[] written = new boolean[g.batch() * inH * inLine];
    for (int map = 0; map < g.batch(); map++) {
      boolean[] expanded = new boolean[g.inH()];
      for (int strip = 0; strip < tiling.strips(); strip++) {
        int from = tiling.from(strip);
        int to = tiling.from(strip + 1);
        for (int line : read(block, from, to, expanded)) {
          int at = (map * inH + line) * inLine;
          if (IntStream.range(at, at + inLine).anyMatch(number -> written[number])) {
            return false;
          }
        }
        int start = (map * g.outH() + from) * outLine;
        IntStream.range(start, start + (to - from) * outLine).forEach(n -> written[n] = true);
      }
    }
    return true;
  }

  /** Lines of the input that a strip reads: those of lines that it is the first to want. */
  private static List<Integer> read(
      Fused.InvertedResidual block, int from, int to, boolean[] expanded) {
    Geometry g = block.filter().geometry();
    List<Integer> lines = new ArrayList<>();
    int first = Math.max(0, from * g.strideH() - g.padTop());
    int last = Math.min(g.inH(), (to - 1) * g.strideH() - g.padTop() + 2 * g.dilationH() + 1);
    for (int y = first; y < last; y++) {
      if (block.expand().isEmpty()) {
        lines.add(y);
      } else if (!expanded[y]) {
        expanded[y] = true;
        lines.addAll(lines(block.expand().orElseThrow(), y));
      }
    }
    return lines;
  }

  private static List<Integer> lines(Linear.Expansion expansion, int y) {
    return switch (expansion) {
      case Linear.Pointwise _ -> List.of(y);
      case Linear.Convolution c -> {
        Geometry g = c.geometry();
        yield IntStream.range(0, g.kernelH())
            .map(i -> y * g.strideH() - g.padTop() + i * g.dilationH())
            .filter(line -> line >= 0 && line < g.inH())
            .boxed()
            .toList();
      }
    };
  }

  private static int inH(Fused.InvertedResidual block) {
    return block.expand().orElse(null) instanceof Linear.Convolution c
        ? c.geometry().inH()
        : block.filter().geometry().inH();
  }

  private static int inLine(Fused.InvertedResidual block) {
    Geometry g = block.filter().geometry();
    return switch (block.expand().orElse(null)) {
      case Linear.Pointwise p -> g.inW() * p.inChannels();
      case Linear.Convolution c -> c.geometry().inW() * c.geometry().inC();
      case null -> g.inW() * g.inC();
    };
  }

  private static Fused.InvertedResidual draw(Random random) {
    int batch = random.nextInt(1, 3);
    int height = random.nextInt(1, 12);
    int width = random.nextInt(1, 4);
    int in = random.nextInt(1, 6);
    int wide = random.nextInt(1, 6);
    int out = random.nextInt(1, 14);
    int stride = random.nextInt(1, 3);
    int dilation = stride == 1 ? random.nextInt(1, 4) : 1;
    int pad = random.nextInt(0, dilation + 1);
    Geometry g =
        new Geometry(
            batch,
            height,
            width,
            wide,
            Math.ceilDiv(height, stride),
            Math.ceilDiv(width, stride),
            wide,
            3,
            3,
            stride,
            stride,
            dilation,
            dilation,
            pad,
            pad);
    Linear.Depthwise filter = new Linear.Depthwise(g, param(9 * wide), Epilogue.NONE);
    Linear.Pointwise project =
        new Linear.Pointwise(g.outRows() * g.outW(), wide, out, param(wide * out), Epilogue.NONE);
    return new Fused.InvertedResidual(expand(random, g, in), filter, project);
  }

  private static Optional<Linear.Expansion> expand(Random random, Geometry g, int in) {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              new Linear.Pointwise(
                  g.batch() * g.inH() * g.inW(), in, g.inC(), param(in * g.inC()), Epilogue.NONE));
      default -> {
        int pad = random.nextInt(0, 2);
        Geometry stem =
            new Geometry(
                g.batch(),
                2 * g.inH(),
                2 * g.inW(),
                in,
                g.inH(),
                g.inW(),
                g.inC(),
                3,
                3,
                2,
                2,
                1,
                1,
                pad,
                pad);
        yield Optional.of(new Linear.Convolution(stem, 1, param(9 * in * g.inC()), Epilogue.NONE));
      }
    };
  }

  private static Param param(int count) {
    return new Param(
        "param", DType.F32, Shape.of(count), Arena.ofAuto().allocate(4L * count, Float.BYTES));
  }
}
