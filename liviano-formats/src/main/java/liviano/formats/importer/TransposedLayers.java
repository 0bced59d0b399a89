package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp.Steps;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/** Transposed convolutions, whose output's extents the file says. */
record TransposedLayers(Assembly assembly) {

  /** Along an axis: what is cut off before and after the output, and what is added. */
  private record Cut(int before, int after, int more) {
    static Cut of(boolean same, int in, int out, int kernel, int stride) {
      // As the convolution from the output's extent to the input's pads.
      long reach = (Math.ceilDiv(out, stride) - 1L) * stride + kernel;
      int before = same ? Math.toIntExact(Math.max(reach - out, 0) / 2) : 0;
      int after = Math.toIntExact((in - 1L) * stride + kernel - before - out);
      return new Cut(before, Math.max(after, 0), Math.max(-after, 0));
    }
  }

  /** Where the file does not say them. */
  private static List<Integer> extents(
      ForeignNode node, Computed map, Tensor filter, Steps steps, boolean same) {
    if (!map.isMap() || filter.rank() != 4) {
      throw node.malformed("weights of " + filter.dims() + " do not fit " + map.dims());
    }
    return List.of(
        1,
        extent(map.dims().get(1), filter.dim(1), steps.strideH(), same),
        extent(map.dims().get(2), filter.dim(2), steps.strideW(), same),
        Math.toIntExact(filter.dim(0)));
  }

  private static int extent(int in, long kernel, int stride, boolean same) {
    long cut = same ? Math.max(0, kernel - (in - 1) % stride - 1) : 0;
    return Math.toIntExact((in - 1L) * stride + kernel - cut);
  }

  ForeignValue convolution(ForeignNode node, Steps steps) {
    Computed map = assembly.map(node, 0);
    Tensor filter = assembly.constant(node, 1);
    boolean same = steps.padding().equals(Padding.SAME);
    List<Integer> dims =
        node.has(3) ? assembly.integers(node, 3) : extents(node, map, filter, steps, same);
    boolean fits =
        map.isMap()
            && filter.rank() == 4
            && filter.dim(3) == map.channels()
            && dims.size() == 4
            && dims.getFirst() == 1
            && dims.getLast() == filter.dim(0);
    if (!fits) {
      throw node.malformed(
          "it makes " + dims + " of " + map.dims() + " by weights of " + filter.dims());
    }
    int kernelH = Math.toIntExact(filter.dim(1));
    int kernelW = Math.toIntExact(filter.dim(2));
    Cut rows = Cut.of(same, map.dims().get(1), dims.get(1), kernelH, steps.strideH());
    Cut columns = Cut.of(same, map.dims().get(2), dims.get(2), kernelW, steps.strideW());
    Padding padding =
        new Padding.Explicit(rows.before(), rows.after(), columns.before(), columns.after());
    Window window = new Window(kernelH, kernelW, steps.strideH(), steps.strideW(), 1, 1, padding);
    List<Tensor> constants = new ArrayList<>(List.of(filter));
    int out = dims.getLast();
    if (node.has(2)) {
      Tensor bias = assembly.constant(node, 2);
      constants.add(new Tensor("", bias.type(), Extents.of(out), bias.data()));
    }
    Op op =
        new Op.TransposedConv2d(out, window, rows.more(), columns.more(), 1, constants.size() > 1);
    Value value = assembly.add(node, assembly.name(node), op, constants, assembly.value(node, map));
    return assembly.asInFile(Computed.of(value, dims));
  }
}
