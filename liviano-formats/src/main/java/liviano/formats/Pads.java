package liviano.formats;

import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.tensor.Shape;

/**
 * Padding written out in positions, for formats that know no {@code SAME}, or another one.
 *
 * @param top rows before the map
 * @param left columns before it
 * @param bottom rows after it
 * @param right columns after it
 */
public record Pads(int top, int left, int bottom, int right) {
  /** No padding. */
  public static final Pads NONE = new Pads(0, 0, 0, 0);

  /**
   * The padding around a map for a window.
   *
   * @param map {@code [height, width, channels]}
   */
  public static Pads of(Window window, Shape map) {
    return switch (window.padding()) {
      case Padding.Explicit(int top, int bottom, int left, int right) ->
          new Pads(top, left, bottom, right);
      case Padding.Same() -> {
        int top = window.rows(map.height()).padBefore();
        int left = window.columns(map.width()).padBefore();
        yield new Pads(
            top,
            left,
            after(map.height(), window.kernelH(), window.strideH(), window.dilationH(), top),
            after(map.width(), window.kernelW(), window.strideW(), window.dilationW(), left));
      }
    };
  }

  /** Positions that the last window of {@code ceil(in / stride)} reaches beyond the map. */
  private static int after(int in, int kernel, int stride, int dilation, int before) {
    long reach = (Math.ceilDiv(in, stride) - 1L) * stride + (kernel - 1L) * dilation + 1;
    return Math.toIntExact(Math.max(reach - in - before, 0));
  }
}
