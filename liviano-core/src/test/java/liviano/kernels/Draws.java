package liviano.kernels;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Sizes, windows and numbers of tasks, drawn from a seed. */
class Draws {
  final Random random;
  private final NumberKind numbers;
  private int params;

  Draws(long seed, NumberKind numbers) {
    this.random = new Random(seed);
    this.numbers = numbers;
  }

  Epilogue plain(int channels) {
    Epilogue epilogue = Epilogue.NONE.withClamp(pick(Clamp.NONE, Clamp.RELU6));
    return random.nextInt(4) > 0 ? epilogue.withBias(param(channels, channels)) : epilogue;
  }

  /**
   * A square window whose output has its input's size, or half of it: padded as networks do, in
   * TensorFlow's way or the same on all sides, or each side otherwise.
   */
  Geometry block(
      int batch, int height, int width, int channels, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation;
    int outH = Math.ceilDiv(height, stride);
    int outW = Math.ceilDiv(width, stride);
    int padTop = padding(outH, stride, reach, height);
    int padLeft = padding(outW, stride, reach, width);
    return new Geometry(
        batch, height, width, channels, outH, outW, channels, kernel, kernel, stride, stride,
        dilation, dilation, padTop, padLeft);
  }

  private int padding(int out, int stride, int reach, int in) {
    int same = Math.max(0, (out - 1) * stride + reach + 1 - in) / 2;
    return pick(reach / 2, reach / 2, same, same, between(0, reach));
  }

  static int inputs(Geometry g) {
    return g.batch() * g.inH() * g.inW() * g.inC();
  }

  static int outputs(Geometry g) {
    return g.batch() * g.outH() * g.outW() * g.outC();
  }

  /** A window over a map of at most {@code side} positions a side; some see nothing but padding. */
  Geometry geometry(int in, int out, int side) {
    int kernelH = pick(3, 3, 3, 1, 2, 5, 7);
    int kernelW = pick(kernelH, kernelH, 3, 1);
    return geometry(in, out, side, kernelH, kernelW);
  }

  Geometry geometry(int in, int out, int side, int kernelH, int kernelW) {
    int strideH = pick(1, 1, 2, 2, 3);
    int strideW = pick(strideH, strideH, 1);
    int dilationH = pick(1, 1, 2, 4);
    int dilationW = pick(dilationH, dilationH, 1);
    int inW = between(1, side);
    int inH = between(1, Math.min(side, 20));
    int padTop = pick(0, 1, between(0, 5));
    int padLeft = pick(0, 1, between(0, 5));
    int padBottom = pick(0, padTop, between(0, 5));
    int padRight = pick(0, padLeft, between(0, 5));
    int outH = outputs(inH, kernelH, strideH, dilationH, padTop + padBottom);
    int outW = outputs(inW, kernelW, strideW, dilationW, padLeft + padRight);
    return new Geometry(
        pick(1, 1, 2),
        inH,
        inW,
        in,
        outH,
        outW,
        out,
        kernelH,
        kernelW,
        strideH,
        strideW,
        dilationH,
        dilationW,
        padTop,
        padLeft);
  }

  /**
   * @param padding before and after together
   */
  static int outputs(int in, int kernel, int stride, int dilation, int padding) {
    int span = (kernel - 1) * dilation + 1;
    return Math.max(1, Math.floorDiv(in + padding - span, stride) + 1);
  }

  Epilogue epilogue(int channels) {
    Epilogue epilogue = Epilogue.NONE.withClamp(clamp());
    if (random.nextInt(4) > 0) {
      epilogue = epilogue.withBias(param(channels, channels));
    }
    return random.nextInt(3) == 0 ? epilogue.withResidual() : epilogue;
  }

  static String about(Epilogue epilogue) {
    return String.format(
        Locale.ROOT,
        "bias %s, residual %s, %s",
        epilogue.bias().isPresent(),
        epilogue.residual(),
        epilogue.clamp());
  }

  Clamp clamp() {
    return pick(Clamp.NONE, Clamp.RELU, Clamp.RELU6, new Clamp(-0f, 0.5f), new Clamp(-0.25f, 0f));
  }

  int channels() {
    int eights = 8 * between(1, 25);
    return pick(1, 3, 8, 16, 24, 32, 33, 63, 96, eights, between(1, 200), between(1, 200));
  }

  int count() {
    return pick(1, 15, 16, 17, 64, between(1, 30_000));
  }

  Param param(int count, Integer... dims) {
    return Tensors.param("param " + params++, weights(count), dims);
  }

  float[] weights(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    if (numbers == NumberKind.SPECIAL && random.nextBoolean()) {
      sprinkle(values, Math.max(1, count / 50));
    }
    return values;
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
      if (numbers == NumberKind.DENORMAL) {
        values[i] *= 1e-39f;
      }
    }
    if (numbers == NumberKind.SPECIAL) {
      sprinkle(values, Math.max(1, count / 50));
    }
    return values;
  }

  void sprinkle(float[] values, int times) {
    for (int i = 0; i < times; i++) {
      values[random.nextInt(values.length)] =
          pick(
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              0f,
              -0f,
              -0f,
              Float.MIN_VALUE);
    }
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Also so large and so small that their exponentials are beyond a float. */
  final float[] wide(int count) {
    float[] values = values(count);
    float factor = pick(1f, 1f, 30f, 300f);
    for (int i = 0; i < count; i++) {
      values[i] *= factor;
    }
    return values;
  }

  /** The numbers from 0 to {@code count - 1} in an order drawn from a seed. */
  static List<Integer> shuffled(int count, long seed) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    List<Integer> list = Arrays.asList(order);
    Collections.shuffle(list, new Random(seed));
    return list;
  }
}
