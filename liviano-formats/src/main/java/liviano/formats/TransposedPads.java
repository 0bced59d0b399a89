package liviano.formats;

import liviano.graph.Op;
import liviano.graph.Window;
import liviano.tensor.Shape;

/**
 * What a transposed convolution cuts off around its output and adds at its end, written out in
 * positions: on neither axis both cut off at the end and added there.
 *
 * @param cut off from the output
 * @param moreRows at the bottom
 * @param moreColumns on the right
 */
public record TransposedPads(Pads cut, int moreRows, int moreColumns) {

  /** Those of a layer that reads one map and gives the other. */
  public static TransposedPads of(Op.TransposedConv2d op, Shape in, Shape out) {
    Window w = op.window();
    int top = w.transposedRows(in.height(), op.outputPaddingH()).padBefore();
    int left = w.transposedColumns(in.width(), op.outputPaddingW()).padBefore();
    int bottom = after(in.height(), w.kernelH(), w.strideH(), w.dilationH(), top, out.height());
    int right = after(in.width(), w.kernelW(), w.strideW(), w.dilationW(), left, out.width());
    return new TransposedPads(
        new Pads(top, left, Math.max(bottom, 0), Math.max(right, 0)),
        Math.max(-bottom, 0),
        Math.max(-right, 0));
  }

  private static int after(int in, int kernel, int stride, int dilation, int before, int out) {
    return Math.toIntExact((in - 1L) * stride + (kernel - 1L) * dilation + 1 - before - out);
  }
}
