package liviano.formats.importer;

import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;

/** Layers of what {@link TensorOp} lists. */
record TensorLayers(
    Assembly assembly,
    SlidingLayers sliding,
    AxisLayers axes,
    PlaceLayers places,
    MapLayers blocks,
    MatrixLayers matrices,
    IntegerLayers integers) {

  TensorLayers(Assembly assembly, ShapeLayers shapes) {
    this(
        assembly,
        new SlidingLayers(assembly, new WindowLayers(assembly)),
        new AxisLayers(assembly),
        new PlaceLayers(assembly, shapes),
        new MapLayers(assembly, shapes),
        new MatrixLayers(assembly, new WindowLayers(assembly), new NumberLayers(assembly)),
        new IntegerLayers(assembly));
  }

  /** What a node gives. */
  List<ForeignValue> layers(ForeignNode node, TensorOp op) {
    return switch (op) {
      case TensorOp.Split split -> List.copyOf(axes.split(node, split));
      case TensorOp.MaxPool(Sliding window, boolean columnMajor) ->
          node.gives(1)
              ? List.copyOf(new PeakLayers(assembly).peaks(node, window, columnMajor))
              : List.of(sliding.max(node, window));
      case TensorOp.DynamicQuantize() -> List.copyOf(integers.dynamic(node));
      default -> List.of(layer(node, op));
    };
  }

  private Computed layer(ForeignNode node, TensorOp op) {
    return switch (op) {
      case TensorOp.Filter filter -> sliding.convolution(node, filter);
      case TensorOp.TransposedFilter filter -> sliding.transposed(node, filter);
      case TensorOp.AveragePool pool -> sliding.average(node, pool);
      case TensorOp.GlobalPool(boolean greatest) -> sliding.global(node, greatest);
      case TensorOp.Reduce reduce -> axes.reduce(node, reduce);
      case TensorOp.ArgMax argMax -> axes.argMax(node, argMax);
      case TensorOp.Softmax softmax -> axes.softmax(node, softmax);
      case TensorOp.Cast(var to) -> axes.cast(node, to);
      case TensorOp.Tile() -> axes.tile(node);
      case TensorOp.Expand() -> axes.expand(node);
      case TensorOp.ReshapeTo(boolean zeroCopies) -> axes.reshape(node, zeroCopies);
      case TensorOp.Flatten(int axis) -> axes.flatten(node, axis);
      case TensorOp.Unsqueeze() -> axes.unsqueeze(node);
      case TensorOp.Reverse() -> {
        Computed data = assembly.any(node, 0);
        yield data.transposed(ForeignValue.plain(data.dims().size()).reversed());
      }
      case TensorOp.Squeeze() -> axes.squeeze(node);
      case TensorOp.Part() -> places.part(node);
      case TensorOp.Gather(int axis) -> places.gather(node, axis);
      case TensorOp.GatherNd() -> places.gatherNd(node);
      case TensorOp.Surround(var edge) -> places.surround(node, edge);
      case TensorOp.Mirror(var edge) -> places.mirror(node, edge);
      case TensorOp.Resize(var resampling) -> blocks.resize(node, resampling);
      case TensorOp.DepthToSpace(int block, boolean first) ->
          blocks.depthToSpace(node, block, first);
      case TensorOp.SpaceToDepth(int block) -> blocks.spaceToDepth(node, block);
      case TensorOp.MatMul() -> matrices.product(node);
      case TensorOp.Gemm gemm -> matrices.gemm(node, gemm);
      case TensorOp.ResponseNorm(int size, float alpha, float beta, float offset) -> {
        Computed data = assembly.channelsLast(node, assembly.computed(node, 0));
        Op norm = new Op.LocalResponseNorm(size, alpha, beta, offset);
        yield assembly.asInFile(
            Computed.of(assembly.add(node, norm, assembly.memory(node, data)), data.dims()));
      }
      case TensorOp.Extents _,
          TensorOp.Filled _,
          TensorOp.Fill _,
          TensorOp.Range _,
          TensorOp.Where _,
          TensorOp.Equal _ ->
          throw node.unsupported("it reads what is computed");
      case TensorOp.Dequantize(var how) -> integers.dequantize(node, how);
      case TensorOp.IntegerFilter filter -> integers.filter(node, filter, sliding);
      case TensorOp.IntegerMatMul() -> integers.product(node);
      case TensorOp.Split _, TensorOp.MaxPool _, TensorOp.DynamicQuantize _ ->
          throw new AssertionError("it may give several tensors");
    };
  }
}
