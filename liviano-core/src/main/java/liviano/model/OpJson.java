package liviano.model;

import static liviano.model.Setting.BOOLEAN;
import static liviano.model.Setting.FLOAT;
import static liviano.model.Setting.INTEGER;
import static liviano.model.Setting.INTEGERS;
import static liviano.model.Setting.SHAPE;
import static liviano.model.Setting.WINDOW;
import static liviano.model.Setting.oneOf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import liviano.graph.Op;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.tensor.BlockOrder;
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
              new Setting<>("outChannels", INTEGER, Op.Conv2d::outChannels),
              new Setting<>("window", WINDOW, Op.Conv2d::window),
              new Setting<>("groups", INTEGER, Op.Conv2d::groups),
              new Setting<>("bias", BOOLEAN, Op.Conv2d::bias),
              Op.Conv2d::new),
          OpRow.of(
              "depthwise_conv2d",
              Op.DepthwiseConv2d.class,
              new Setting<>("window", WINDOW, Op.DepthwiseConv2d::window),
              new Setting<>("multiplier", INTEGER, Op.DepthwiseConv2d::multiplier),
              new Setting<>("bias", BOOLEAN, Op.DepthwiseConv2d::bias),
              Op.DepthwiseConv2d::new),
          OpRow.of(
              "dense",
              Op.Dense.class,
              new Setting<>("units", INTEGER, Op.Dense::units),
              new Setting<>("bias", BOOLEAN, Op.Dense::bias),
              Op.Dense::new),
          OpRow.of(
              "batch_norm",
              Op.BatchNorm.class,
              new Setting<>("epsilon", FLOAT, Op.BatchNorm::epsilon),
              Op.BatchNorm::new),
          OpRow.of("relu", Op.Relu.class, Op.Relu::new),
          OpRow.of("relu6", Op.Relu6.class, Op.Relu6::new),
          OpRow.of(
              "leaky_relu",
              Op.LeakyRelu.class,
              new Setting<>("slope", FLOAT, Op.LeakyRelu::slope),
              Op.LeakyRelu::new),
          OpRow.of(
              "tanh",
              Op.Tanh.class,
              new Setting<>("amplitude", FLOAT, Op.Tanh::amplitude),
              new Setting<>("rate", FLOAT, Op.Tanh::rate),
              Op.Tanh::new),
          OpRow.of("sigmoid", Op.Sigmoid.class, Op.Sigmoid::new),
          OpRow.of("hard_sigmoid", Op.HardSigmoid.class, Op.HardSigmoid::new),
          OpRow.of("hard_swish", Op.HardSwish.class, Op.HardSwish::new),
          OpRow.of("softmax", Op.Softmax.class, Op.Softmax::new),
          OpRow.of("add", Op.Add.class, Op.Add::new),
          OpRow.of("multiply", Op.Multiply.class, Op.Multiply::new),
          OpRow.of("maximum", Op.Maximum.class, Op.Maximum::new),
          OpRow.of("minimum", Op.Minimum.class, Op.Minimum::new),
          OpRow.of("concat", Op.Concat.class, Op.Concat::new),
          OpRow.of(
              "average_pool",
              Op.AveragePool.class,
              new Setting<>("window", WINDOW, Op.AveragePool::window),
              new Setting<>("countPadding", BOOLEAN, Op.AveragePool::countPadding),
              Op.AveragePool::new),
          OpRow.of(
              "max_pool",
              Op.MaxPool.class,
              new Setting<>("window", WINDOW, Op.MaxPool::window),
              Op.MaxPool::new),
          OpRow.of("global_average_pool", Op.GlobalAveragePool.class, Op.GlobalAveragePool::new),
          OpRow.of(
              "resize_bilinear",
              Op.ResizeBilinear.class,
              new Setting<>("height", INTEGER, Op.ResizeBilinear::height),
              new Setting<>("width", INTEGER, Op.ResizeBilinear::width),
              new Setting<>("sampling", oneOf(Sampling.class), Op.ResizeBilinear::sampling),
              Op.ResizeBilinear::new),
          OpRow.of(
              "local_response_norm",
              Op.LocalResponseNorm.class,
              new Setting<>("size", INTEGER, Op.LocalResponseNorm::size),
              new Setting<>("alpha", FLOAT, Op.LocalResponseNorm::alpha),
              new Setting<>("beta", FLOAT, Op.LocalResponseNorm::beta),
              new Setting<>("offset", FLOAT, Op.LocalResponseNorm::offset),
              Op.LocalResponseNorm::new),
          OpRow.of(
              "l2_normalize",
              Op.L2Normalize.class,
              new Setting<>("epsilon", FLOAT, Op.L2Normalize::epsilon),
              Op.L2Normalize::new),
          OpRow.of(
              "scale",
              Op.Scale.class,
              new Setting<>("bias", BOOLEAN, Op.Scale::bias),
              Op.Scale::new),
          OpRow.of(
              "channel_shuffle",
              Op.ChannelShuffle.class,
              new Setting<>("groups", INTEGER, Op.ChannelShuffle::groups),
              Op.ChannelShuffle::new),
          OpRow.of(
              "select_channels",
              Op.SelectChannels.class,
              new Setting<>("channels", INTEGERS, Op.SelectChannels::channels),
              Op.SelectChannels::new),
          OpRow.of(
              "space_to_depth",
              Op.SpaceToDepth.class,
              new Setting<>("block", INTEGER, Op.SpaceToDepth::block),
              new Setting<>("order", oneOf(BlockOrder.class), Op.SpaceToDepth::order),
              Op.SpaceToDepth::new),
          OpRow.of(
              "crop",
              Op.Crop.class,
              new Setting<>("top", INTEGER, Op.Crop::top),
              new Setting<>("left", INTEGER, Op.Crop::left),
              new Setting<>("height", INTEGER, Op.Crop::height),
              new Setting<>("width", INTEGER, Op.Crop::width),
              Op.Crop::new),
          OpRow.of(
              "pad",
              Op.Pad.class,
              new Setting<>("top", INTEGER, Op.Pad::top),
              new Setting<>("bottom", INTEGER, Op.Pad::bottom),
              new Setting<>("left", INTEGER, Op.Pad::left),
              new Setting<>("right", INTEGER, Op.Pad::right),
              Op.Pad::new),
          OpRow.of(
              "squared_distance",
              Op.SquaredDistance.class,
              new Setting<>("units", INTEGER, Op.SquaredDistance::units),
              Op.SquaredDistance::new),
          OpRow.of(
              "reshape",
              Op.Reshape.class,
              new Setting<>("shape", SHAPE, Op.Reshape::shape),
              Op.Reshape::new));

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
