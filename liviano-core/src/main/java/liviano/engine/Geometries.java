package liviano.engine;

import java.util.List;
import liviano.UnsupportedModelException;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.kernels.Geometry;
import liviano.tensor.Shape;

/**
 * Where the windows of layers stand, for so many samples together.
 *
 * @param batch the number of samples
 */
record Geometries(int batch) {

  /**
   * A window over the map that a layer reads.
   *
   * @throws UnsupportedModelException if a size is beyond what kernels count; names the layer
   */
  Geometry of(Node node, Window window) {
    Shape in = node.input().shape();
    int top = window.rows(in.height()).padBefore();
    int left = window.columns(in.width()).padBefore();
    return of(node, in, node.output().shape(), window, top, left);
  }

  /**
   * The convolution from the output of a transposed one to its input.
   *
   * @throws UnsupportedModelException if a size is beyond what kernels count; names the layer
   */
  Geometry transposed(Node node, Op.TransposedConv2d op) {
    Window window = op.window();
    Shape in = node.input().shape();
    int top = window.transposedRows(in.height(), op.outputPaddingH()).padBefore();
    int left = window.transposedColumns(in.width(), op.outputPaddingW()).padBefore();
    return of(node, node.output().shape(), in, window, top, left);
  }

  private Geometry of(Node node, Shape in, Shape out, Window window, int top, int left) {
    try {
      return new Geometry(
          batch,
          in.height(),
          in.width(),
          in.channels(),
          out.height(),
          out.width(),
          out.channels(),
          window.kernelH(),
          window.kernelW(),
          window.strideH(),
          window.strideW(),
          window.dilationH(),
          window.dilationW(),
          top,
          left);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException("layer " + node.name() + ": " + e.getMessage());
    }
  }

  /** One window over a whole map. */
  Geometry wholeMap(Shape map) {
    return wholeMaps(map, 0, 2);
  }

  /**
   * One window over each map, where height and width are the axes {@code first} to {@code end},
   * without it, those before it count maps, and those after it make up the channels.
   */
  Geometry wholeMaps(Shape shape, int first, int end) {
    List<Integer> dims = shape.dims();
    int maps = Math.multiplyExact(batch, product(dims.subList(0, first)));
    int height = dims.get(first);
    int width = product(dims.subList(first + 1, end));
    int channels = product(dims.subList(end, dims.size()));
    return new Geometry(
        maps, height, width, channels, 1, 1, channels, height, width, 1, 1, 1, 1, 0, 0);
  }

  private static int product(List<Integer> extents) {
    int product = 1;
    for (int extent : extents) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }
}
