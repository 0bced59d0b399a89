package liviano.formats.tensorflow;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.LayerNames;
import liviano.formats.importer.TensorOp;
import liviano.formats.importer.TensorOp.Surround.Edge;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;

/** Operations that move numbers. */
record ShapeOperations(Translation to) {

  /** Whether the node is one of these; translates it then. */
  boolean translate(GraphNode node) {
    switch (node.op()) {
      case "Reshape" -> to.as(node, new ForeignOp.Reshape(List.of()), 2);
      case "Squeeze" ->
          to.as(
              node,
              new ForeignOp.Squeeze(
                  node.wholes("squeeze_dims").or(() -> node.wholes("axis")).orElse(List.of())),
              1);
      case "ExpandDims" -> to.as(node, new ForeignOp.ExpandDims(), 2);
      case "Transpose" -> to.as(node, new ForeignOp.Transpose(), 2);
      case "Pad" -> to.as(node, new ForeignOp.Pad(), 2);
      case "MirrorPad" -> to.as(node, new TensorOp.Mirror(edge(node)), 2);
      case "PadV2" -> to.as(node, new ForeignOp.Pad(), 3);
      case "ConcatV2" -> joined(node, node.inputs().size() - 1, 0);
      case "Concat" -> joined(node, 0, 1);
      case "Mean" -> to.as(node, new ForeignOp.Mean(keepsRank(node)), 2);
      case "Shape" -> to.as(node, new ForeignOp.ShapeOf(), 1);
      case "ResizeBilinear" -> to.as(node, new ForeignOp.ResizeBilinear(sampling(node)), 2);
      case "ResizeNearestNeighbor" -> to.as(node, new ForeignOp.ResizeNearest(nearest(node)), 2);
      case "SpaceToBatchND" -> to.as(node, new ForeignOp.SpaceToBatch(), 3);
      case "BatchToSpaceND" -> to.as(node, new ForeignOp.BatchToSpace(), 3);
      case "SpaceToDepth" -> to.as(node, new ForeignOp.SpaceToDepth(block(node)), 1);
      case "DepthToSpace" -> to.as(node, new ForeignOp.DepthToSpace(block(node)), 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Edge edge(GraphNode node) {
    String mode = node.text("mode").orElse("");
    return switch (mode) {
      case "REFLECT" -> Edge.REFLECT;
      case "SYMMETRIC" -> Edge.SYMMETRIC;
      default -> throw node.malformed("it mirrors by '" + LayerNames.shortened(mode) + "'");
    };
  }

  static boolean keepsRank(GraphNode node) {
    return node.isSet("keep_dims") || node.isSet("keepdims");
  }

  /** All inputs but the one that says along which axis. */
  private void joined(GraphNode node, int axis, int from) {
    if (node.inputs().size() < 2) {
      throw node.malformed("it joins nothing");
    }
    List<Integer> parts = new ArrayList<>();
    for (int i = from; i < node.inputs().size() - 1 + from; i++) {
      parts.add(to.input(node, i));
    }
    to.add(node, new ForeignOp.Concatenate(to.whole(node, axis)), parts, to.output(node));
  }

  private static int block(GraphNode node) {
    WindowOperations.requireChannelsLast(node);
    return node.whole("block_size")
        .orElseThrow(() -> node.malformed("it does not say the size of its blocks"));
  }

  private static Nearest nearest(GraphNode node) {
    return switch (sampling(node)) {
      case ALIGN_CORNERS -> Nearest.ALIGN_CORNERS;
      case HALF_PIXEL, PYTORCH_HALF_PIXEL -> Nearest.HALF_PIXEL;
      case LEGACY -> Nearest.LEGACY;
    };
  }

  private static Sampling sampling(GraphNode node) {
    boolean corners = node.isSet("align_corners");
    boolean halfPixels = node.isSet("half_pixel_centers");
    if (corners && halfPixels) {
      throw node.malformed("it aligns corners and has half-pixel centres at once");
    }
    return corners ? Sampling.ALIGN_CORNERS : halfPixels ? Sampling.HALF_PIXEL : Sampling.LEGACY;
  }
}
