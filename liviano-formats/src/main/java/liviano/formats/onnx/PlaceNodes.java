package liviano.formats.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.formats.importer.Resampling;
import liviano.formats.importer.Resampling.Mode;
import liviano.formats.importer.Resampling.Positions;
import liviano.formats.importer.TensorOp;
import liviano.formats.importer.TensorOp.Surround.Edge;
import liviano.tensor.Nearest.Rounding;

/** Operations that put numbers together, take parts of them, or bring them to other extents. */
final class PlaceNodes {
  private static final int PADS_AS_INPUTS = 11;
  private static final int BOUNDS_AS_INPUTS = 10;
  private static final int FACTORS_AS_INPUT = 9;
  private static final int REGION_AS_INPUT = 11;

  private PlaceNodes() {}

  static Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new HashMap<>();
    kinds.put(
        "Concat",
        (node, sheet) -> sheet.add(node, new ForeignOp.Concatenate(node.integer("axis", 1))));
    kinds.put("Split", PlaceNodes::split);
    kinds.put("Slice", PlaceNodes::slice);
    kinds.put(
        "Gather", (node, sheet) -> sheet.add(node, new TensorOp.Gather(node.integer("axis", 0))));
    kinds.put("GatherND", PlaceNodes::gatherNd);
    kinds.put("Pad", PlaceNodes::pad);
    kinds.put("Upsample", PlaceNodes::upsample);
    kinds.put("Resize", PlaceNodes::resize);
    return kinds;
  }

  private static void split(OnnxNode node, Sheet sheet) {
    sheet.add(
        node,
        new TensorOp.Split(node.integer("axis", 0), node.integers("split")),
        sheet.inputs(node),
        node.outputs().stream().map(sheet::tensor).toList());
  }

  private static void slice(OnnxNode node, Sheet sheet) {
    if (node.opset() >= BOUNDS_AS_INPUTS) {
      sheet.add(node, new TensorOp.Part());
      return;
    }
    int data = sheet.input(node, 0);
    int starts = sheet.longs(node.longs("starts"));
    int ends = sheet.longs(node.longs("ends"));
    sheet.add(
        node,
        new TensorOp.Part(),
        node.has("axes")
            ? List.of(data, starts, ends, sheet.integers(node.integers("axes")))
            : List.of(data, starts, ends));
  }

  private static void gatherNd(OnnxNode node, Sheet sheet) {
    if (node.whole("batch_dims", 0) != 0) {
      throw node.unsupported("its batch_dims are " + node.whole("batch_dims", 0));
    }
    sheet.add(node, new TensorOp.GatherNd());
  }

  private static void pad(OnnxNode node, Sheet sheet) {
    Edge edge =
        switch (node.text("mode", "constant")) {
          case "constant" -> Edge.CONSTANT;
          case "edge" -> Edge.EDGE;
          case "reflect" -> Edge.REFLECT;
          default -> throw node.unsupported("its mode is " + node.text("mode", ""));
        };
    if (node.opset() >= PADS_AS_INPUTS) {
      sheet.add(node, new TensorOp.Surround(edge));
      return;
    }
    int pads = sheet.integers(node.integers("pads"));
    int value = sheet.real(node.real("value", 0));
    sheet.add(node, new TensorOp.Surround(edge), List.of(sheet.input(node, 0), pads, value));
  }

  /** Positions of the result lie on those of the tensor, corner on corner. */
  private static void upsample(OnnxNode node, Sheet sheet) {
    int factors =
        node.opset() >= FACTORS_AS_INPUT
            ? sheet.input(node, 1)
            : sheet.held(Sheet.reals(List.of(node.reals("scales").size()), node.reals("scales")));
    resampled(
        node,
        sheet,
        new Resampling(mode(node), Positions.ASYMMETRIC, Rounding.FLOOR, 0, false, 0),
        ForeignNode.ABSENT,
        factors,
        ForeignNode.ABSENT);
  }

  private static Mode mode(OnnxNode node) {
    return switch (node.text("mode", "nearest")) {
      case "nearest" -> Mode.NEAREST;
      case "linear", "bilinear" -> Mode.LINEAR;
      case "cubic" -> Mode.CUBIC;
      default -> throw node.unsupported("its mode is " + node.text("mode", ""));
    };
  }

  private static void resize(OnnxNode node, Sheet sheet) {
    if (node.opset() < REGION_AS_INPUT) {
      upsample(node, sheet);
      return;
    }
    if (node.flag("antialias")
        || node.has("axes")
        || !node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw node.unsupported("it has antialias, axes or keep_aspect_ratio_policy");
    }
    Positions positions =
        switch (node.text("coordinate_transformation_mode", "half_pixel")) {
          case "half_pixel" -> Positions.HALF_PIXEL;
          case "pytorch_half_pixel" -> Positions.PYTORCH_HALF_PIXEL;
          case "align_corners" -> Positions.ALIGN_CORNERS;
          case "asymmetric" -> Positions.ASYMMETRIC;
          case "tf_half_pixel_for_nn" -> Positions.HALF_PIXEL_OF_RESULT;
          case "tf_crop_and_resize" -> Positions.REGION;
          default ->
              throw node.unsupported(
                  "its coordinates are " + node.text("coordinate_transformation_mode", ""));
        };
    Rounding rounding =
        switch (node.text("nearest_mode", "round_prefer_floor")) {
          case "round_prefer_floor" -> Rounding.ROUND_PREFER_FLOOR;
          case "round_prefer_ceil" -> Rounding.ROUND_PREFER_CEIL;
          case "floor" -> Rounding.FLOOR;
          case "ceil" -> Rounding.CEIL;
          default -> throw node.unsupported("its nearest_mode is " + node.text("nearest_mode", ""));
        };
    Resampling resampling =
        new Resampling(
            mode(node),
            positions,
            rounding,
            node.real("cubic_coeff_a", -0.75f),
            node.flag("exclude_outside"),
            node.real("extrapolation_value", 0));
    boolean sizes = node.has(3);
    resampled(
        node,
        sheet,
        resampling,
        positions == Positions.REGION ? sheet.input(node, 1) : ForeignNode.ABSENT,
        sizes ? ForeignNode.ABSENT : sheet.input(node, 2),
        sizes ? sheet.input(node, 3) : ForeignNode.ABSENT);
  }

  private static void resampled(
      OnnxNode node, Sheet sheet, Resampling how, int region, int factors, int sizes) {
    sheet.add(
        node, new TensorOp.Resize(how), List.of(sheet.input(node, 0), region, factors, sizes));
  }
}
