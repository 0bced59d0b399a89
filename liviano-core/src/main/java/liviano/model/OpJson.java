package liviano.model;

import static liviano.model.OpSetting.BOOLEAN;
import static liviano.model.OpSetting.BOUND;
import static liviano.model.OpSetting.DETECTIONS;
import static liviano.model.OpSetting.FLOAT;
import static liviano.model.OpSetting.FUNCTION;
import static liviano.model.OpSetting.INTEGER;
import static liviano.model.OpSetting.INTEGERS;
import static liviano.model.OpSetting.JOINED_AXIS;
import static liviano.model.OpSetting.NEAREST;
import static liviano.model.OpSetting.OPERATION;
import static liviano.model.OpSetting.QUANTIZATION;
import static liviano.model.OpSetting.RESCALING;
import static liviano.model.OpSetting.SHAPE;
import static liviano.model.OpSetting.WEIGHTS;
import static liviano.model.OpSetting.WINDOW;
import static liviano.model.OpSetting.oneOf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import liviano.graph.Op;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/** An operation as JSON: its name under {@code op}, its settings as further members. */
final class OpJson {
  /** Every operation, with its name and its settings in files; read in both directions. */
  private static final List<OpRow<?>> TABLE =
      List.of(
          OpRow.of(
              "conv2d",
              Op.Conv2d.class,
              new OpSetting<>("outChannels", INTEGER, Op.Conv2d::outChannels),
              new OpSetting<>("window", WINDOW, Op.Conv2d::window),
              new OpSetting<>("groups", INTEGER, Op.Conv2d::groups),
              new OpSetting<>("bias", BOOLEAN, Op.Conv2d::bias),
              Op.Conv2d::new),
          OpRow.of(
              "depthwise_conv2d",
              Op.DepthwiseConv2d.class,
              new OpSetting<>("window", WINDOW, Op.DepthwiseConv2d::window),
              new OpSetting<>("multiplier", INTEGER, Op.DepthwiseConv2d::multiplier),
              new OpSetting<>("bias", BOOLEAN, Op.DepthwiseConv2d::bias),
              Op.DepthwiseConv2d::new),
          OpRow.of(
              "transposed_conv2d",
              Op.TransposedConv2d.class,
              new OpSetting<>("outChannels", INTEGER, Op.TransposedConv2d::outChannels),
              new OpSetting<>("window", WINDOW, Op.TransposedConv2d::window),
              new OpSetting<>("outputPaddingH", INTEGER, Op.TransposedConv2d::outputPaddingH),
              new OpSetting<>("outputPaddingW", INTEGER, Op.TransposedConv2d::outputPaddingW),
              new OpSetting<>("groups", INTEGER, Op.TransposedConv2d::groups),
              new OpSetting<>("bias", BOOLEAN, Op.TransposedConv2d::bias),
              Op.TransposedConv2d::new),
          OpRow.of(
              "dense",
              Op.Dense.class,
              new OpSetting<>("units", INTEGER, Op.Dense::units),
              new OpSetting<>("bias", BOOLEAN, Op.Dense::bias),
              Op.Dense::new),
          OpRow.of(
              "batch_norm",
              Op.BatchNorm.class,
              new OpSetting<>("epsilon", FLOAT, Op.BatchNorm::epsilon),
              Op.BatchNorm::new),
          OpRow.of("relu", Op.Relu.class, Op.Relu::new),
          OpRow.of("relu6", Op.Relu6.class, Op.Relu6::new),
          OpRow.of(
              "clip",
              Op.Clip.class,
              new OpSetting<>("least", BOUND, Op.Clip::least),
              new OpSetting<>("most", BOUND, Op.Clip::most),
              Op.Clip::new),
          OpRow.of(
              "map",
              Op.Map.class,
              new OpSetting<>("function", FUNCTION, Op.Map::function),
              Op.Map::new),
          OpRow.of(
              "leaky_relu",
              Op.LeakyRelu.class,
              new OpSetting<>("slope", FLOAT, Op.LeakyRelu::slope),
              Op.LeakyRelu::new),
          OpRow.of("prelu", Op.PRelu.class, Op.PRelu::new),
          OpRow.of(
              "tanh",
              Op.Tanh.class,
              new OpSetting<>("amplitude", FLOAT, Op.Tanh::amplitude),
              new OpSetting<>("rate", FLOAT, Op.Tanh::rate),
              Op.Tanh::new),
          OpRow.of("sigmoid", Op.Sigmoid.class, Op.Sigmoid::new),
          OpRow.of("hard_sigmoid", Op.HardSigmoid.class, Op.HardSigmoid::new),
          OpRow.of("hard_swish", Op.HardSwish.class, Op.HardSwish::new),
          OpRow.of("softmax", Op.Softmax.class, Op.Softmax::new),
          OpRow.of("add", Op.Add.class, Op.Add::new),
          OpRow.of("multiply", Op.Multiply.class, Op.Multiply::new),
          OpRow.of("maximum", Op.Maximum.class, Op.Maximum::new),
          OpRow.of("minimum", Op.Minimum.class, Op.Minimum::new),
          OpRow.of("subtract", Op.Subtract.class, Op.Subtract::new),
          OpRow.of("divide", Op.Divide.class, Op.Divide::new),
          OpRow.of("floor_divide", Op.FloorDivide.class, Op.FloorDivide::new),
          OpRow.of("power", Op.Power.class, Op.Power::new),
          OpRow.of(
              "concat",
              Op.Concat.class,
              new OpSetting<>("axis", JOINED_AXIS, Op.Concat::axis),
              Op.Concat::new),
          OpRow.of(
              "cast",
              Op.Cast.class,
              new OpSetting<>("dtype", oneOf(DType.class), Op.Cast::dtype),
              Op.Cast::new),
          OpRow.of(
              "arg_max",
              Op.ArgMax.class,
              new OpSetting<>("axis", INTEGER, Op.ArgMax::axis),
              new OpSetting<>("keepDims", BOOLEAN, Op.ArgMax::keepDims),
              new OpSetting<>("dtype", oneOf(DType.class), Op.ArgMax::dtype),
              Op.ArgMax::new),
          OpRow.of(
              "gather",
              Op.Gather.class,
              new OpSetting<>("axis", INTEGER, Op.Gather::axis),
              Op.Gather::new),
          OpRow.of("gather_nd", Op.GatherNd.class, Op.GatherNd::new),
          OpRow.of(
              "detection_post_process",
              Op.DetectionPostProcess.class,
              new OpSetting<>("rule", DETECTIONS, Op.DetectionPostProcess::rule),
              Op.DetectionPostProcess::new),
          OpRow.of(
              "tile",
              Op.Tile.class,
              new OpSetting<>("repeats", INTEGERS, Op.Tile::repeats),
              Op.Tile::new),
          OpRow.of(
              "reduce",
              Op.Reduce.class,
              new OpSetting<>("kind", oneOf(Reduction.class), Op.Reduce::kind),
              new OpSetting<>("axes", INTEGERS, Op.Reduce::axes),
              new OpSetting<>("keepDims", BOOLEAN, Op.Reduce::keepDims),
              Op.Reduce::new),
          OpRow.of(
              "surround",
              Op.Surround.class,
              new OpSetting<>("before", INTEGERS, Op.Surround::before),
              new OpSetting<>("after", INTEGERS, Op.Surround::after),
              new OpSetting<>("value", BOUND, Op.Surround::value),
              Op.Surround::new),
          OpRow.of(
              "average_pool",
              Op.AveragePool.class,
              new OpSetting<>("window", WINDOW, Op.AveragePool::window),
              new OpSetting<>("countPadding", BOOLEAN, Op.AveragePool::countPadding),
              Op.AveragePool::new),
          OpRow.of(
              "max_pool",
              Op.MaxPool.class,
              new OpSetting<>("window", WINDOW, Op.MaxPool::window),
              Op.MaxPool::new),
          OpRow.of("global_average_pool", Op.GlobalAveragePool.class, Op.GlobalAveragePool::new),
          OpRow.of(
              "mean",
              Op.Mean.class,
              new OpSetting<>("axes", INTEGERS, Op.Mean::axes),
              new OpSetting<>("keepDims", BOOLEAN, Op.Mean::keepDims),
              Op.Mean::new),
          OpRow.of(
              "resize_bilinear",
              Op.ResizeBilinear.class,
              new OpSetting<>("height", INTEGER, Op.ResizeBilinear::height),
              new OpSetting<>("width", INTEGER, Op.ResizeBilinear::width),
              new OpSetting<>("sampling", oneOf(Sampling.class), Op.ResizeBilinear::sampling),
              Op.ResizeBilinear::new),
          OpRow.of(
              "resize_nearest",
              Op.ResizeNearest.class,
              new OpSetting<>("height", INTEGER, Op.ResizeNearest::height),
              new OpSetting<>("width", INTEGER, Op.ResizeNearest::width),
              new OpSetting<>("rule", NEAREST, Op.ResizeNearest::rule),
              Op.ResizeNearest::new),
          OpRow.of(
              "local_response_norm",
              Op.LocalResponseNorm.class,
              new OpSetting<>("size", INTEGER, Op.LocalResponseNorm::size),
              new OpSetting<>("alpha", FLOAT, Op.LocalResponseNorm::alpha),
              new OpSetting<>("beta", FLOAT, Op.LocalResponseNorm::beta),
              new OpSetting<>("offset", FLOAT, Op.LocalResponseNorm::offset),
              Op.LocalResponseNorm::new),
          OpRow.of(
              "l2_normalize",
              Op.L2Normalize.class,
              new OpSetting<>("epsilon", FLOAT, Op.L2Normalize::epsilon),
              Op.L2Normalize::new),
          OpRow.of(
              "scale",
              Op.Scale.class,
              new OpSetting<>("bias", BOOLEAN, Op.Scale::bias),
              Op.Scale::new),
          OpRow.of(
              "channel_shuffle",
              Op.ChannelShuffle.class,
              new OpSetting<>("groups", INTEGER, Op.ChannelShuffle::groups),
              Op.ChannelShuffle::new),
          OpRow.of(
              "select_channels",
              Op.SelectChannels.class,
              new OpSetting<>("channels", INTEGERS, Op.SelectChannels::channels),
              Op.SelectChannels::new),
          OpRow.of(
              "space_to_depth",
              Op.SpaceToDepth.class,
              new OpSetting<>("block", INTEGER, Op.SpaceToDepth::block),
              new OpSetting<>("order", oneOf(BlockOrder.class), Op.SpaceToDepth::order),
              Op.SpaceToDepth::new),
          OpRow.of(
              "crop",
              Op.Crop.class,
              new OpSetting<>("top", INTEGER, Op.Crop::top),
              new OpSetting<>("left", INTEGER, Op.Crop::left),
              new OpSetting<>("height", INTEGER, Op.Crop::height),
              new OpSetting<>("width", INTEGER, Op.Crop::width),
              Op.Crop::new),
          OpRow.of(
              "pad",
              Op.Pad.class,
              new OpSetting<>("top", INTEGER, Op.Pad::top),
              new OpSetting<>("bottom", INTEGER, Op.Pad::bottom),
              new OpSetting<>("left", INTEGER, Op.Pad::left),
              new OpSetting<>("right", INTEGER, Op.Pad::right),
              Op.Pad::new),
          OpRow.of(
              "squared_distance",
              Op.SquaredDistance.class,
              new OpSetting<>("units", INTEGER, Op.SquaredDistance::units),
              Op.SquaredDistance::new),
          OpRow.of(
              "slice",
              Op.Slice.class,
              new OpSetting<>("begin", INTEGERS, Op.Slice::begin),
              new OpSetting<>("size", INTEGERS, Op.Slice::size),
              new OpSetting<>("stride", INTEGERS, Op.Slice::stride),
              Op.Slice::new),
          OpRow.of(
              "split",
              Op.Split.class,
              new OpSetting<>("axis", INTEGER, Op.Split::axis),
              new OpSetting<>("sizes", INTEGERS, Op.Split::sizes),
              Op.Split::new),
          OpRow.of(
              "transpose",
              Op.Transpose.class,
              new OpSetting<>("order", INTEGERS, Op.Transpose::order),
              Op.Transpose::new),
          OpRow.of(
              "constant",
              Op.Constant.class,
              new OpSetting<>("shape", SHAPE, Op.Constant::shape),
              new OpSetting<>("dtype", oneOf(DType.class), Op.Constant::dtype),
              Op.Constant::new),
          OpRow.of(
              "reshape",
              Op.Reshape.class,
              new OpSetting<>("shape", SHAPE, Op.Reshape::shape),
              Op.Reshape::new),
          OpRow.of(
              "quantize",
              Op.Quantize.class,
              new OpSetting<>("format", oneOf(DType.class), Op.Quantize::format),
              new OpSetting<>("quantization", QUANTIZATION, Op.Quantize::quantization),
              new OpSetting<>("rescaling", RESCALING, Op.Quantize::rescaling),
              Op.Quantize::new),
          OpRow.of("dequantize", Op.Dequantize.class, Op.Dequantize::new),
          OpRow.of(
              "quantized",
              Op.Quantized.class,
              new OpSetting<>("real", OPERATION, Op.Quantized::real),
              new OpSetting<>("format", oneOf(DType.class), Op.Quantized::format),
              new OpSetting<>("quantization", QUANTIZATION, Op.Quantized::quantization),
              new OpSetting<>("weights", WEIGHTS, Op.Quantized::weights),
              new OpSetting<>("rescaling", oneOf(Rescaling.class), Op.Quantized::rescaling),
              Op.Quantized::new),
          OpRow.of(
              "integer_sums",
              Op.IntegerSums.class,
              new OpSetting<>("real", OPERATION, Op.IntegerSums::real),
              new OpSetting<>("weights", oneOf(DType.class), Op.IntegerSums::weights),
              new OpSetting<>("weightZeroPoints", INTEGERS, Op.IntegerSums::weightZeroPoints),
              Op.IntegerSums::new),
          OpRow.of("dynamic_quantize", Op.DynamicQuantize.class, Op.DynamicQuantize::new));

  private static final Map<String, OpRow<?>> BY_NAME =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(OpRow::name, Function.identity()));

  private static final Map<Class<? extends Op>, OpRow<?>> BY_TYPE =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(OpRow::type, Function.identity()));

  private OpJson() {}

  static void write(Op op, JsonObject.Builder json) {
    BY_TYPE.get(op.getClass()).write(op, json);
  }

  /**
   * @param around members of the object that say nothing of the operation
   * @throws JsonException if the operation is unknown, or a setting is missing, unknown or wrong
   */
  static Op read(JsonObject json, List<String> around) {
    String name = json.string("op");
    OpRow<?> row = BY_NAME.get(name);
    if (row == null) {
      throw json.error("op", "unknown operation '" + name + "'");
    }
    return row.read(json, around);
  }

  static JsonArray write(Shape shape) {
    return JsonArray.ofIntegers(shape.dims().stream().mapToInt(Integer::intValue).toArray());
  }

  static Shape shape(JsonArray json) {
    try {
      return Shape.of(json.integers());
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
