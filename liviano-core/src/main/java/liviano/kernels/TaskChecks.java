package liviano.kernels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * What kernels rely on and do not look at again: that a task's constants, geometry and tensors fit
 * each other. A task that does not hold together cannot be made.
 */
final class TaskChecks {
  /** Whole numbers that kernels round to in single precision. */
  private static final int MOST_WHOLE = 1 << 22;

  private TaskChecks() {}

  /** As many formats as tensors are read. */
  static void inputs(Formats formats, int count) {
    check(
        formats.inputs().size() == count,
        "formats of %d inputs, not of %d",
        formats.inputs().size(),
        count);
  }

  /**
   * Linear tasks: a bias for each output channel, a residual among the inputs if one is added, and
   * a requantizing step where integers are stored, and nowhere else.
   */
  static void epilogue(Epilogue epilogue, int outChannels, Formats formats) {
    inputs(formats, epilogue.residual() ? 2 : 1);
    epilogue.bias().ifPresent(bias -> count(bias, outChannels));
    DType output = formats.output();
    check(
        output.isInteger() == epilogue.requantize().isPresent(),
        "an output of %s, and %s requantizing step",
        output,
        epilogue.requantize().isPresent() ? "a" : "no");
    epilogue.requantize().ifPresent(step -> requantize(step, epilogue, outChannels, formats));
  }

  private static void requantize(
      Requantize step, Epilogue epilogue, int outChannels, Formats formats) {
    DType input = formats.inputs().getFirst();
    check(
        step.format() == formats.output(),
        "requantized to %s, stored as %s",
        step.format(),
        formats.output());
    check(input.isInteger(), "sums of %s are not requantized", input);
    check(
        step.scales().size() == 1 || step.scales().size() == outChannels,
        "%d scales of %d output channels",
        step.scales().size(),
        outChannels);
    check(
        step.weightZeroPoints().size() == 1 || step.weightZeroPoints().size() == outChannels,
        "%d zero points of weights of %d output channels",
        step.weightZeroPoints().size(),
        outChannels);
    epilogue
        .bias()
        .ifPresent(
            bias ->
                check(
                    bias.format() == DType.I32,
                    "bias %s of a sum of integers is of %s, not I32",
                    bias.name(),
                    bias.format()));
  }

  /** The end of a sum of integers: a range of integers that its format holds, and no residual. */
  static void requantize(Requantize step, boolean residual, Clamp clamp) {
    check(!residual, "a requantized sum adds a residual");
    check(
        isBound(clamp.min(), step) && isBound(clamp.max(), step),
        "a clamp from %s to %s is no range of integers of %s",
        clamp.min(),
        clamp.max(),
        step.format());
  }

  /** One scale, or one for each channel. */
  static void scales(Quantization quantization, int channels) {
    int scales = quantization.scales().size();
    check(scales == 1 || scales == channels, "%d scales of %d channels", scales, channels);
  }

  /** Positive factors, one or one for each channel, and bounds that hold something. */
  static void factors(List<Double> factors, int channels, int least, int greatest) {
    check(
        factors.size() == 1 || factors.size() == channels,
        "%d factors of %d channels",
        factors.size(),
        channels);
    for (double factor : factors) {
      check(factor > 0 && Double.isFinite(factor), "a factor of %s", factor);
    }
    range(least, greatest);
  }

  /** Whole numbers that floats hold. */
  static void range(int least, int greatest) {
    check(
        least <= greatest && least >= -MOST_WHOLE && greatest <= MOST_WHOLE,
        "whole numbers from %d to %d",
        least,
        greatest);
  }

  static void oneScale(Quantization quantization) {
    check(!quantization.isPerChannel(), "%d scales of a tensor", quantization.scales().size());
  }

  /** A first input and an output that are stored so. */
  static void are(Formats formats, DType input, DType output) {
    check(
        formats.inputs().getFirst() == input && formats.output() == output,
        "%s, not from %s to %s",
        formats,
        input,
        output);
  }

  private static boolean isBound(float bound, Requantize step) {
    return Float.isInfinite(bound)
        || bound == Math.rint(bound) && bound >= step.least() && bound <= step.greatest();
  }

  /** A constant holds as many numbers as the task reads. */
  static void count(Param param, long numbers) {
    check(
        param.count() == numbers,
        "parameter %s holds %d numbers, the task reads %d",
        param.name(),
        param.count(),
        numbers);
  }

  static void count(Param param, Geometry g, long channelsOfATap) {
    count(param, Math.multiplyExact(g.taps(), channelsOfATap));
  }

  /** Rows of numbers, all of them together within what kernels count. */
  static void rows(int rows, int channels) {
    check(rows >= 1 && channels >= 1, "%d rows of %d numbers", rows, channels);
    check(rows <= Geometry.MAX_POSITIONS, "%d rows are over %d", rows, Geometry.MAX_POSITIONS);
  }

  static void elements(long count, Formats formats, int inputs) {
    inputs(formats, inputs);
    check(count >= 1 && count <= Task.MAX_ELEMENTS, "%d numbers", count);
  }

  static void rows(int rows, int channels, Formats formats) {
    inputs(formats, 1);
    rows(rows, channels);
  }

  static void map(int batch, int height, int width, int channels) {
    check(batch >= 1 && height >= 1 && width >= 1, "%d maps of %dx%d", batch, height, width);
    check(
        height <= Geometry.MAX_POSITIONS / width
            && height * width <= Geometry.MAX_POSITIONS / batch,
        "%d maps of %dx%d are over %d positions",
        batch,
        height,
        width,
        Geometry.MAX_POSITIONS);
    rows(batch * height * width, channels);
  }

  /** Groups of channels of the same size. */
  static void groups(int groups, Geometry g) {
    check(
        groups >= 1 && g.inC() % groups == 0 && g.outC() % groups == 0,
        "%d groups do not divide %d and %d channels",
        groups,
        g.inC(),
        g.outC());
  }

  /** Every output channel of a depthwise filter has one input channel. */
  static void multiples(Geometry g) {
    check(g.outC() % g.inC() == 0, "%d channels of %d", g.outC(), g.inC());
  }

  /** A pool gives each channel that it reads. */
  static void pool(Geometry g, Formats formats) {
    inputs(formats, 1);
    check(g.inC() == g.outC(), "%d channels of %d", g.outC(), g.inC());
  }

  static void channels(List<Integer> channels, int of) {
    check(!channels.isEmpty(), "no channel is selected");
    for (int channel : channels) {
      check(channel >= 0 && channel < of, "there is no channel %d of %d", channel, of);
    }
  }

  static void widths(int rows, List<Integer> widths) {
    long sum = 0;
    for (int width : widths) {
      rows(rows, width);
      sum += width;
    }
    check(sum <= Integer.MAX_VALUE, "rows of %d numbers", sum);
  }

  /** Axes of a tensor within what kernels count, ascending. */
  static void axes(List<Integer> extents, List<Integer> axes) {
    long elements = 1;
    for (int extent : extents) {
      check(extent >= 1, "an extent of %d", extent);
      check(elements <= Task.MAX_ELEMENTS / extent, "numbers of %s are too many", extents);
      elements *= extent;
    }
    check(!axes.isEmpty(), "a mean over no axis");
    int before = -1;
    for (int axis : axes) {
      check(
          axis > before && axis < extents.size(), "axes %s are not ascending of %s", axes, extents);
      before = axis;
    }
  }

  /** Numbers around a tensor, all of them together within what kernels count. */
  static void surround(List<Integer> extents, List<Integer> before, List<Integer> after) {
    check(
        !extents.isEmpty() && before.size() == extents.size() && after.size() == extents.size(),
        "%d and %d numbers around %d extents",
        before.size(),
        after.size(),
        extents.size());
    long elements = 1;
    for (int axis = 0; axis < extents.size(); axis++) {
      int first = before.get(axis);
      int last = after.get(axis);
      check(first >= 0 && last >= 0, "%d numbers before and %d after", first, last);
      check(extents.get(axis) >= 1, "an extent of %d", extents.get(axis));
      long extent = (long) first + extents.get(axis) + last;
      check(
          extent <= Integer.MAX_VALUE && elements <= Task.MAX_ELEMENTS / extent,
          "numbers of %s amid others are too many",
          extents);
      elements *= extent;
    }
    check(
        elements / (before.getLast() + extents.getLast() + after.getLast())
            <= Geometry.MAX_POSITIONS,
        "rows of %s amid others are too many",
        extents);
  }

  /** Boxes of four numbers at least, and a column for each class, or one more. */
  static void detections(int codes, int columns, int classes) {
    check(codes >= 4, "boxes of %d numbers", codes);
    check(
        columns == classes || columns == classes + 1,
        "%d columns for %d classes",
        columns,
        classes);
  }

  /** Numbers along one axis, so many before it and after it. */
  static void axis(long outer, int extent, long inner) {
    check(outer >= 1 && extent >= 1 && inner >= 1, "%d times %d times %d", outer, extent, inner);
    check(
        outer <= Task.MAX_ELEMENTS / extent / inner && outer * inner <= Integer.MAX_VALUE,
        "%d times %d times %d numbers are too many",
        outer,
        extent,
        inner);
  }

  static void block(int height, int width, int channels, int block, BlockOrder order) {
    check(
        block >= 1 && height % block == 0 && width % block == 0,
        "blocks of %d do not divide %dx%d",
        block,
        height,
        width);
    long area = (long) block * block;
    check(area * channels <= Integer.MAX_VALUE, "blocks of %d times %d", block, channels);
    check(
        order != BlockOrder.DARKNET || channels % area == 0,
        "%d channels in blocks of %d",
        channels,
        block);
  }

  static void corner(int top, int left, int height, int width) {
    check(
        top >= 0 && left >= 0 && top < height && left < width,
        "row %d, column %d is not on a map of %dx%d",
        top,
        left,
        height,
        width);
  }

  /** A map lies wholly inside another, so far from its top and its left. */
  static void inside(int top, int left, int height, int width, int outH, int outW) {
    check(
        top >= 0 && left >= 0 && top <= outH - height && left <= outW - width,
        "a map of %dx%d at row %d, column %d does not lie in %dx%d",
        height,
        width,
        top,
        left,
        outH,
        outW);
  }

  /** Each layer of a block reads what the one before gives. */
  static void chain(
      Optional<Linear.Expansion> expansion, Linear.Depthwise filter, Linear.Pointwise project) {
    Geometry g = filter.geometry();
    expansion.ifPresent(
        expand -> {
          switch (expand) {
            case Linear.Pointwise t ->
                link(t.rows(), t.outChannels(), (long) g.batch() * g.inH() * g.inW(), g.inC());
            case Linear.Convolution t -> {
              Geometry e = t.geometry();
              check(
                  e.batch() == g.batch() && e.outH() == g.inH() && e.outW() == g.inW(),
                  "a filter over %dx%d reads %dx%d",
                  g.inH(),
                  g.inW(),
                  e.outH(),
                  e.outW());
              link(1, e.outC(), 1, g.inC());
            }
          }
          inputs(expand.formats(), 1);
        });
    inputs(filter.formats(), 1);
    link((long) g.outRows() * g.outW(), g.outC(), project.rows(), project.inChannels());
  }

  /** A pool reads what a convolution gives. */
  static void chain(Linear.Pointwise p, Resample.AveragePool pool) {
    Geometry g = pool.geometry();
    check(pool.isGlobal(), "the average is not of whole maps");
    inputs(p.formats(), 1);
    link(p.rows(), p.outChannels(), (long) g.batch() * g.inH() * g.inW(), g.inC());
  }

  private static void link(long givenRows, int given, long readRows, int read) {
    check(
        givenRows == readRows && given == read,
        "%d rows of %d numbers are read as %d of %d",
        givenRows,
        given,
        readRows,
        read);
  }

  /** Axes that can be counted: their numbers together, and rows of them, within the bounds. */
  static void view(long begin, List<Integer> extents, List<Long> strides) {
    check(
        !extents.isEmpty() && extents.size() == strides.size(),
        "%d strides of %d axes",
        strides.size(),
        extents.size());
    check(begin >= 0, "a view from number %d on", begin);
    long elements = 1;
    for (int axis = 0; axis < extents.size(); axis++) {
      int extent = extents.get(axis);
      long stride = strides.get(axis);
      check(extent >= 1 && elements <= Task.MAX_ELEMENTS / extent, "extents of %s", extents);
      // From one number to the next: where there is one number alone, it says nothing.
      check(stride >= 0 && (extent == 1 || stride <= Task.MAX_ELEMENTS), "a stride of %d", stride);
      elements *= extent;
    }
    long rows = elements / extents.stream().max(Integer::compare).orElseThrow();
    check(rows <= Geometry.MAX_POSITIONS, "%d rows are over %d", rows, Geometry.MAX_POSITIONS);
  }

  /** Every number of a view is one of so many. */
  static void within(StridedView view, long numbers) {
    check(
        numbers >= 1 && numbers <= Task.MAX_ELEMENTS && view.last() < numbers,
        "number %d of %d is read",
        view.last(),
        numbers);
  }

  private static void check(boolean holds, String otherwise, Object... parts) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, otherwise, parts));
    }
  }
}
