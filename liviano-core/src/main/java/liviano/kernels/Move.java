package liviano.kernels;

import java.util.List;
import liviano.tensor.BlockOrder;

/** Numbers in other places, and zeros around them: nothing is computed. */
public sealed interface Move extends Task {
  /**
   * Channels of each row in another order, or some of them: {@code out[r][i] = in[r][channels[i]]}.
   *
   * @param inChannels numbers in a row of the input
   */
  record SelectChannels(int rows, int inChannels, List<Integer> channels, Formats formats)
      implements Move {
    public SelectChannels {
      channels = List.copyOf(channels);
      TaskChecks.rows(rows, inChannels);
      TaskChecks.channels(channels, inChannels);
      TaskChecks.inputs(formats, 1);
    }

    public SelectChannels(int rows, int inChannels, List<Integer> channels) {
      this(rows, inChannels, channels, Formats.f32(1));
    }
  }

  /**
   * Blocks of positions as channels: {@code [batch, inH, inW, channels]} to {@code [batch, inH /
   * block, inW / block, channels * block * block]}.
   *
   * @param order of the channels; {@link DarknetOrder} defines Darknet's
   */
  record SpaceToDepth(
      int batch, int inH, int inW, int channels, int block, BlockOrder order, Formats formats)
      implements Move {
    public SpaceToDepth {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.block(inH, inW, channels, block, order);
      TaskChecks.inputs(formats, 1);
    }

    public SpaceToDepth(int batch, int inH, int inW, int channels, int block, BlockOrder order) {
      this(batch, inH, inW, channels, block, order, Formats.f32(1));
    }
  }

  /**
   * A rectangle of {@code [batch, inH, inW, channels]} that starts at row {@code top} and column
   * {@code left}; what lies beyond the map is zero.
   */
  record Crop(
      int batch,
      int inH,
      int inW,
      int channels,
      int top,
      int left,
      int outH,
      int outW,
      Formats formats)
      implements Move {
    public Crop {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.corner(top, left, inH, inW);
      TaskChecks.inputs(formats, 1);
    }

    public Crop(int batch, int inH, int inW, int channels, int top, int left, int outH, int outW) {
      this(batch, inH, inW, channels, top, left, outH, outW, Formats.f32(1));
    }
  }

  /**
   * {@code [batch, inH, inW, channels]} amid zeros: its first row is row {@code top} of the output,
   * its first column column {@code left}.
   */
  record Pad(
      int batch,
      int inH,
      int inW,
      int channels,
      int top,
      int left,
      int outH,
      int outW,
      Formats formats)
      implements Move {
    public Pad {
      TaskChecks.map(batch, inH, inW, channels);
      TaskChecks.map(batch, outH, outW, channels);
      TaskChecks.inside(top, left, inH, inW, outH, outW);
      TaskChecks.inputs(formats, 1);
    }

    public Pad(int batch, int inH, int inW, int channels, int top, int left, int outH, int outW) {
      this(batch, inH, inW, channels, top, left, outH, outW, Formats.f32(1));
    }
  }

  /**
   * Numbers at regular distances: {@code out[i] = in[number i of the view]}.
   *
   * @param inCount numbers of the input
   */
  record Strided(long inCount, StridedView view, Formats formats) implements Move {
    public Strided {
      TaskChecks.within(view, inCount);
      TaskChecks.inputs(formats, 1);
    }

    public Strided(long inCount, StridedView view) {
      this(inCount, view, Formats.f32(1));
    }
  }

  /**
   * The numbers of a constant, once for each sample.
   *
   * @param value its numbers for one sample
   */
  record Constant(int samples, Param value, Formats formats) implements Move {
    public Constant {
      TaskChecks.elements(Math.multiplyExact(samples, value.count()), formats, 0);
    }

    public Constant(int samples, Param value) {
      this(samples, value, new Formats(List.of(), value.format()));
    }

    @Override
    public List<Param> params() {
      return List.of(value);
    }
  }

  /**
   * Rows side by side: {@code out[r] = in0[r], in1[r], ...}.
   *
   * @param rows rows of every input
   * @param channels numbers in a row of each input, in order
   */
  record Concat(int rows, List<Integer> channels, Formats formats) implements Move {
    public Concat {
      channels = List.copyOf(channels);
      TaskChecks.widths(rows, channels);
      TaskChecks.inputs(formats, channels.size());
    }

    public Concat(int rows, List<Integer> channels) {
      this(rows, channels, Formats.f32(channels.size()));
    }
  }

  /**
   * A tensor amid copies of one number.
   *
   * @param extents of the input, outermost first
   * @param before how many numbers come before it along each extent
   * @param after how many come after it
   * @param value the number; in integers the whole part of it
   */
  record Surround(
      List<Integer> extents,
      List<Integer> before,
      List<Integer> after,
      float value,
      Formats formats)
      implements Move {
    public Surround {
      extents = List.copyOf(extents);
      before = List.copyOf(before);
      after = List.copyOf(after);
      TaskChecks.surround(extents, before, after);
      TaskChecks.inputs(formats, 1);
    }

    public Surround(List<Integer> extents, List<Integer> before, List<Integer> after, float value) {
      this(extents, before, after, value, Formats.f32(1));
    }
  }
}
