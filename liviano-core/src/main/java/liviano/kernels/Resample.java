package liviano.kernels;

import java.util.List;
import liviano.tensor.Nearest;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;

/** A tensor of another size, from windows or neighbours of a position or along whole axes. */
public sealed interface Resample extends Task {
  /**
   * The average over a window, each channel by itself.
   *
   * @param countPadding whether positions outside the map count in the divisor
   */
  record AveragePool(Geometry geometry, boolean countPadding, Formats formats) implements Resample {
    public AveragePool {
      TaskChecks.pool(geometry, formats);
    }

    public AveragePool(Geometry geometry, boolean countPadding) {
      this(geometry, countPadding, Formats.f32(1));
    }

    /** Whether its one window is the whole map. */
    public boolean isGlobal() {
      Geometry g = geometry;
      return g.outH() == 1
          && g.outW() == 1
          && g.kernelH() == g.inH()
          && g.kernelW() == g.inW()
          && g.dilationH() == 1
          && g.dilationW() == 1
          && g.padTop() == 0
          && g.padLeft() == 0;
    }
  }

  /**
   * The greatest number in a window, each channel by itself. Positions outside the map are left
   * out, and so are NaNs; of equal numbers the first in reading order stays. A window without any
   * number gives negative infinity.
   */
  record MaxPool(Geometry geometry, Formats formats) implements Resample {
    public MaxPool {
      TaskChecks.pool(geometry, formats);
    }

    public MaxPool(Geometry geometry) {
      this(geometry, Formats.f32(1));
    }
  }

  /**
   * The average over some axes, summed in double precision in the order in which the numbers lie in
   * memory.
   *
   * @param extents of the input, outermost first
   * @param axes that are averaged over, ascending
   */
  record Mean(List<Integer> extents, List<Integer> axes, Formats formats) implements Resample {
    public Mean {
      extents = List.copyOf(extents);
      axes = List.copyOf(axes);
      TaskChecks.axes(extents, axes);
      TaskChecks.inputs(formats, 1);
    }

    public Mean(List<Integer> extents, List<Integer> axes) {
      this(extents, axes, Formats.f32(1));
    }
  }

  /**
   * The numbers along some axes become one.
   *
   * @param extents of the input, outermost first
   * @param axes that are left out, ascending
   */
  record Reduce(Reduction kind, List<Integer> extents, List<Integer> axes, Formats formats)
      implements Resample {
    public Reduce {
      extents = List.copyOf(extents);
      axes = List.copyOf(axes);
      TaskChecks.axes(extents, axes);
      TaskChecks.inputs(formats, 1);
    }

    public Reduce(Reduction kind, List<Integer> extents, List<Integer> axes) {
      this(kind, extents, axes, Formats.f32(1));
    }
  }

  /** A bilinear resize of {@code [batch, inH, inW, channels]}. */
  record Resize(
      int batch,
      int inH,
      int inW,
      int outH,
      int outW,
      int channels,
      Sampling sampling,
      Formats formats)
      implements Resample {
    public Resize {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inputs(formats, 1);
    }

    public Resize(
        int batch, int inH, int inW, int outH, int outW, int channels, Sampling sampling) {
      this(batch, inH, inW, outH, outW, channels, sampling, Formats.f32(1));
    }
  }

  /** A resize of {@code [batch, inH, inW, channels]} that copies the nearest position. */
  record ResizeNearest(
      int batch, int inH, int inW, int outH, int outW, int channels, Nearest rule, Formats formats)
      implements Resample {
    public ResizeNearest {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inputs(formats, 1);
    }

    public ResizeNearest(
        int batch, int inH, int inW, int outH, int outW, int channels, Nearest rule) {
      this(batch, inH, inW, outH, outW, channels, rule, Formats.f32(1));
    }
  }
}
