package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * 3x3 windows with every padding from none to one more than they reach, on each side by itself:
 * what serves windows that hang over by so many positions must not be asked for one more. The
 * channels are a whole vector and a part of one.
 */
final class PaddingCases extends Draws {
  private static final int KERNEL = 3;
  private static final int CHANNELS = 19;
  private static final int MOST = KERNEL;
  private static final int[] STRIDES = {1, 2};
  private static final int[] DILATIONS = {1, 2};

  private PaddingCases(long seed) {
    super(seed, NumberKind.ORDINARY);
  }

  /** Every padding before and after, of columns and then of rows, under each kind of window. */
  static List<KernelCase> all(long seed) {
    PaddingCases cases = new PaddingCases(seed);
    List<KernelCase> all = new ArrayList<>();
    for (int stride : STRIDES) {
      for (int dilation : DILATIONS) {
        for (int before = 0; before <= MOST; before++) {
          for (int after = 0; after <= MOST; after++) {
            all.addAll(cases.windows(geometry(stride, dilation, 1, 1, before, after)));
            all.addAll(cases.windows(geometry(stride, dilation, before, after, 1, 1)));
          }
        }
      }
    }
    return all;
  }

  private static Geometry geometry(
      int stride, int dilation, int top, int bottom, int left, int right) {
    int height = 6;
    int width = 7;
    return new Geometry(
        1,
        height,
        width,
        CHANNELS,
        outputs(height, KERNEL, stride, dilation, top + bottom),
        outputs(width, KERNEL, stride, dilation, left + right),
        CHANNELS,
        KERNEL,
        KERNEL,
        stride,
        stride,
        dilation,
        dilation,
        top,
        left);
  }

  private List<KernelCase> windows(Geometry g) {
    int taps = KERNEL * KERNEL;
    List<float[]> map = List.of(values(inputs(g)));
    Param filter = param(taps * CHANNELS, KERNEL, KERNEL, CHANNELS);
    Param weight = param(taps * CHANNELS * CHANNELS, CHANNELS, KERNEL, KERNEL, CHANNELS);
    int out = outputs(g);
    Linear.Depthwise depthwise = new Linear.Depthwise(g, filter, plain(CHANNELS));
    int rows = g.outRows() * g.outW();
    Linear.Pointwise project =
        new Linear.Pointwise(rows, CHANNELS, 5, param(5 * CHANNELS, 5, CHANNELS), plain(5));
    return List.of(
        new KernelCase("depthwise padded " + g, depthwise, map, out, taps),
        new KernelCase(
            "convolution padded " + g,
            new Linear.Convolution(g, 1, weight, plain(CHANNELS)),
            map,
            out,
            taps * CHANNELS),
        new KernelCase(
            "block padded " + g,
            new Fused.InvertedResidual(Optional.empty(), depthwise, project),
            map,
            rows * 5,
            taps * CHANNELS),
        new KernelCase("max pool padded " + g, new Resample.MaxPool(g), map, out, 0),
        new KernelCase("average pool padded " + g, new Resample.AveragePool(g, true), map, out, 0));
  }
}
