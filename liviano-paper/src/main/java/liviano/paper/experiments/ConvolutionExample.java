package liviano.paper.experiments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * The worked example: one channel through convolution and ReLU, and then made smaller in three
 * ways.
 *
 * @param input what is looked at
 * @param kernel what is looked for; not flipped
 * @param convolution of the two, without padding
 * @param relu its positive part
 * @param maxPool the largest of each 2x2 tile of {@code relu}
 * @param averagePool the mean of each 2x2 tile of {@code relu}
 * @param stride2 what a convolution of stride 2, then ReLU, gives: every other row and column of
 *     {@code relu}, at a quarter of the cost
 */
public record ConvolutionExample(
    Matrix input,
    Matrix kernel,
    Matrix convolution,
    Matrix relu,
    Matrix maxPool,
    Matrix averagePool,
    Matrix stride2) {
  private static final double INK = 0.6;

  /** Sums of decimal fractions miss zero by less. */
  private static final double NOISE = 1e-9;

  /** The letter A of the worked example in 6x6 numbers, with a row of zeros above and below. */
  public static final Matrix LETTER_A =
      letter("......", "..xx..", ".x..x.", ".xxxx.", ".x..x.", "......");

  /** Kernels by their name; the first is that of the worked example. */
  public static final SequencedMap<String, Matrix> KERNELS = kernels();

  private static SequencedMap<String, Matrix> kernels() {
    SequencedMap<String, Matrix> kernels = new LinkedHashMap<>();
    kernels.put("sobel", Matrix.parse("1,0,-1;2,0,-2;1,0,-1"));
    kernels.put("blur", Matrix.parse("1,2,1;2,4,2;1,2,1").map(value -> value / 16));
    kernels.put("sharpen", Matrix.parse("0,-1,0;-1,5,-1;0,-1,0"));
    kernels.put("laplacian", Matrix.parse("0,1,0;1,-4,1;0,1,0"));
    return Collections.unmodifiableSequencedMap(kernels);
  }

  private static Matrix letter(String... rows) {
    return Matrix.of(
        rows.length, rows[0].length(), (row, column) -> rows[row].charAt(column) == 'x' ? INK : 0);
  }

  /**
   * Computes it.
   *
   * @throws IllegalArgumentException if the input is too small for the kernel and a 2x2 tile after
   *     it, or both are too large
   */
  public static ConvolutionExample of(Matrix input, Matrix kernel) {
    Matrix convolution = PlainConvolution.of(input, kernel, 1);
    Matrix relu = PlainConvolution.relu(convolution);
    return new ConvolutionExample(
        input,
        kernel,
        convolution,
        relu,
        PlainConvolution.maxPool(relu, 2),
        PlainConvolution.averagePool(relu, 2),
        PlainConvolution.relu(PlainConvolution.of(input, kernel, 2)));
  }

  /**
   * The brightness of a part of a picture, 0 (black) to 1: Rec. 601 luma of the samples.
   *
   * @throws IllegalArgumentException if the part reaches beyond the picture, or has more than
   *     {@link Matrix#MOST_NUMBERS} pixels
   */
  public static Matrix brightness(Picture picture, Region crop) {
    if ((long) crop.x() + crop.width() > picture.width()
        || (long) crop.y() + crop.height() > picture.height()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a crop of %dx%d at (%d, %d) reaches beyond the picture of %dx%d pixels",
              crop.width(),
              crop.height(),
              crop.x(),
              crop.y(),
              picture.width(),
              picture.height()));
    }
    return Matrix.of(
        crop.height(),
        crop.width(),
        (row, column) -> luma(picture.rgb(crop.x() + column, crop.y() + row)));
  }

  private static double luma(int rgb) {
    double weighted = 0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
    return Math.min(weighted / 255, 1);
  }

  /**
   * The same where the convolution is strongest: a square of the input around its greatest number,
   * up or down.
   *
   * @param side rows and columns of the square, at least one more than those of the kernel; fewer
   *     where the input has fewer
   */
  public Strongest strongest(int side) {
    int height = Math.min(side, input.rows());
    int width = Math.min(side, input.columns());
    int top = 0;
    int left = 0;
    double most = -1;
    for (int row = 0; row < convolution.rows(); row++) {
      for (int column = 0; column < convolution.columns(); column++) {
        double strength = Math.abs(convolution.at(row, column));
        if (strength > most + NOISE) {
          most = strength;
          top = row + (kernel.rows() - height) / 2;
          left = column + (kernel.columns() - width) / 2;
        }
      }
    }
    top = Math.clamp(top, 0, input.rows() - height);
    left = Math.clamp(left, 0, input.columns() - width);
    return new Strongest(
        new Region(left, top, width, height), of(input.part(top, left, height, width), kernel));
  }

  /**
   * A part of an example.
   *
   * @param where in the input's columns and rows
   */
  public record Strongest(Region where, ConvolutionExample example) {}

  /** How much of the convolution is positive, from 0 to 1: what ReLU keeps. */
  public double positiveShare() {
    long positive = 0;
    for (int row = 0; row < relu.rows(); row++) {
      for (int column = 0; column < relu.columns(); column++) {
        positive += relu.at(row, column) > NOISE ? 1 : 0;
      }
    }
    return (double) positive / ((long) relu.rows() * relu.columns());
  }

  /** The stages in order, by their name. */
  public SequencedMap<String, Matrix> stages() {
    SequencedMap<String, Matrix> stages = new LinkedHashMap<>();
    stages.put("input", input);
    stages.put("kernel", kernel);
    stages.put("convolution", convolution);
    stages.put("relu", relu);
    stages.put("maxPool", maxPool);
    stages.put("averagePool", averagePool);
    stages.put("stride2", stride2);
    return Collections.unmodifiableSequencedMap(stages);
  }
}
