package liviano.model;

import java.util.List;
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

/**
 * An operation as JSON: its name under {@code op}, its settings as further members. Two switches
 * rather than one table of functions: a JVM that has just started would make a class for each
 * function of the table, whichever operations the file has.
 */
final class OpJson {
  private OpJson() {}

  static void write(Op operation, JsonObject.Builder json) {
    SettingsOut out = new SettingsOut(json);
    switch (operation) {
      case Op.Conv2d op ->
          out.name("conv2d")
              .put("outChannels", op.outChannels())
              .put("window", op.window())
              .put("groups", op.groups())
              .put("bias", op.bias());
      case Op.DepthwiseConv2d op ->
          out.name("depthwise_conv2d")
              .put("window", op.window())
              .put("multiplier", op.multiplier())
              .put("bias", op.bias());
      case Op.TransposedConv2d op ->
          out.name("transposed_conv2d")
              .put("outChannels", op.outChannels())
              .put("window", op.window())
              .put("outputPaddingH", op.outputPaddingH())
              .put("outputPaddingW", op.outputPaddingW())
              .put("groups", op.groups())
              .put("bias", op.bias());
      case Op.Dense op -> out.name("dense").put("units", op.units()).put("bias", op.bias());
      case Op.BatchNorm op -> out.name("batch_norm").put("epsilon", op.epsilon());
      case Op.Relu _ -> out.name("relu");
      case Op.Relu6 _ -> out.name("relu6");
      case Op.Clip op -> out.name("clip").putBound("least", op.least()).putBound("most", op.most());
      case Op.Map op -> out.name("map").put("function", op.function());
      case Op.LeakyRelu op -> out.name("leaky_relu").put("slope", op.slope());
      case Op.PRelu _ -> out.name("prelu");
      case Op.Tanh op -> out.name("tanh").put("amplitude", op.amplitude()).put("rate", op.rate());
      case Op.Sigmoid _ -> out.name("sigmoid");
      case Op.HardSigmoid _ -> out.name("hard_sigmoid");
      case Op.HardSwish _ -> out.name("hard_swish");
      case Op.Softmax _ -> out.name("softmax");
      case Op.Add _ -> out.name("add");
      case Op.Multiply _ -> out.name("multiply");
      case Op.Maximum _ -> out.name("maximum");
      case Op.Minimum _ -> out.name("minimum");
      case Op.Subtract _ -> out.name("subtract");
      case Op.Divide _ -> out.name("divide");
      case Op.FloorDivide _ -> out.name("floor_divide");
      case Op.Power _ -> out.name("power");
      case Op.Concat op -> out.name("concat").put("axis", op.axis());
      case Op.Cast op -> out.name("cast").put("dtype", op.dtype());
      case Op.ArgMax op ->
          out.name("arg_max")
              .put("axis", op.axis())
              .put("keepDims", op.keepDims())
              .put("dtype", op.dtype());
      case Op.Gather op -> out.name("gather").put("axis", op.axis());
      case Op.GatherNd _ -> out.name("gather_nd");
      case Op.DetectionPostProcess op -> out.name("detection_post_process").put("rule", op.rule());
      case Op.Tile op -> out.name("tile").put("repeats", op.repeats());
      case Op.Reduce op ->
          out.name("reduce")
              .put("kind", op.kind())
              .put("axes", op.axes())
              .put("keepDims", op.keepDims());
      case Op.Surround op ->
          out.name("surround")
              .put("before", op.before())
              .put("after", op.after())
              .putBound("value", op.value());
      case Op.AveragePool op ->
          out.name("average_pool")
              .put("window", op.window())
              .put("countPadding", op.countPadding());
      case Op.MaxPool op -> out.name("max_pool").put("window", op.window());
      case Op.GlobalAveragePool _ -> out.name("global_average_pool");
      case Op.Mean op -> out.name("mean").put("axes", op.axes()).put("keepDims", op.keepDims());
      case Op.ResizeBilinear op ->
          out.name("resize_bilinear")
              .put("height", op.height())
              .put("width", op.width())
              .put("sampling", op.sampling());
      case Op.ResizeNearest op ->
          out.name("resize_nearest")
              .put("height", op.height())
              .put("width", op.width())
              .put("rule", op.rule());
      case Op.LocalResponseNorm op ->
          out.name("local_response_norm")
              .put("size", op.size())
              .put("alpha", op.alpha())
              .put("beta", op.beta())
              .put("offset", op.offset());
      case Op.L2Normalize op -> out.name("l2_normalize").put("epsilon", op.epsilon());
      case Op.Scale op -> out.name("scale").put("bias", op.bias());
      case Op.ChannelShuffle op -> out.name("channel_shuffle").put("groups", op.groups());
      case Op.SelectChannels op -> out.name("select_channels").put("channels", op.channels());
      case Op.SpaceToDepth op ->
          out.name("space_to_depth").put("block", op.block()).put("order", op.order());
      case Op.Crop op ->
          out.name("crop")
              .put("top", op.top())
              .put("left", op.left())
              .put("height", op.height())
              .put("width", op.width());
      case Op.Pad op ->
          out.name("pad")
              .put("top", op.top())
              .put("bottom", op.bottom())
              .put("left", op.left())
              .put("right", op.right());
      case Op.SquaredDistance op -> out.name("squared_distance").put("units", op.units());
      case Op.Slice op ->
          out.name("slice")
              .put("begin", op.begin())
              .put("size", op.size())
              .put("stride", op.stride());
      case Op.Split op -> out.name("split").put("axis", op.axis()).put("sizes", op.sizes());
      case Op.Transpose op -> out.name("transpose").put("order", op.order());
      case Op.Constant op -> out.name("constant").put("shape", op.shape()).put("dtype", op.dtype());
      case Op.Reshape op -> out.name("reshape").put("shape", op.shape());
      case Op.Quantize op ->
          out.name("quantize")
              .put("format", op.format())
              .put("quantization", op.quantization())
              .put("rescaling", op.rescaling());
      case Op.Dequantize _ -> out.name("dequantize");
      case Op.Quantized op ->
          out.name("quantized")
              .put("real", op.real())
              .put("format", op.format())
              .put("quantization", op.quantization())
              .put("weights", op.weights())
              .put("rescaling", op.rescaling());
      case Op.IntegerSums op ->
          out.name("integer_sums")
              .put("real", op.real())
              .put("weights", op.weights())
              .put("weightZeroPoints", op.weightZeroPoints());
      case Op.DynamicQuantize _ -> out.name("dynamic_quantize");
    }
  }

  /**
   * @param around members of the object that say nothing of the operation
   * @throws JsonException if the operation is unknown, or a setting is missing, unknown or wrong
   */
  static Op read(JsonObject json, List<String> around) {
    SettingsIn in = new SettingsIn(json);
    Op operation = read(json.string("op"), in);
    in.requireNoOthers(around);
    return operation;
  }

  private static Op read(String name, SettingsIn in) {
    return switch (name) {
      case "conv2d" ->
          new Op.Conv2d(
              in.integer("outChannels"),
              in.window("window"),
              in.integer("groups"),
              in.bool("bias"));
      case "depthwise_conv2d" ->
          new Op.DepthwiseConv2d(in.window("window"), in.integer("multiplier"), in.bool("bias"));
      case "transposed_conv2d" ->
          new Op.TransposedConv2d(
              in.integer("outChannels"),
              in.window("window"),
              in.integer("outputPaddingH"),
              in.integer("outputPaddingW"),
              in.integer("groups"),
              in.bool("bias"));
      case "dense" -> new Op.Dense(in.integer("units"), in.bool("bias"));
      case "batch_norm" -> new Op.BatchNorm(in.real("epsilon"));
      case "relu" -> new Op.Relu();
      case "relu6" -> new Op.Relu6();
      case "clip" -> new Op.Clip(in.bound("least"), in.bound("most"));
      case "map" -> new Op.Map(in.function("function"));
      case "leaky_relu" -> new Op.LeakyRelu(in.real("slope"));
      case "prelu" -> new Op.PRelu();
      case "tanh" -> new Op.Tanh(in.real("amplitude"), in.real("rate"));
      case "sigmoid" -> new Op.Sigmoid();
      case "hard_sigmoid" -> new Op.HardSigmoid();
      case "hard_swish" -> new Op.HardSwish();
      case "softmax" -> new Op.Softmax();
      case "add" -> new Op.Add();
      case "multiply" -> new Op.Multiply();
      case "maximum" -> new Op.Maximum();
      case "minimum" -> new Op.Minimum();
      case "subtract" -> new Op.Subtract();
      case "divide" -> new Op.Divide();
      case "floor_divide" -> new Op.FloorDivide();
      case "power" -> new Op.Power();
      case "concat" -> new Op.Concat(in.joinedAxis("axis"));
      case "cast" -> new Op.Cast(in.oneOf("dtype", DType.values()));
      case "arg_max" ->
          new Op.ArgMax(in.integer("axis"), in.bool("keepDims"), in.oneOf("dtype", DType.values()));
      case "gather" -> new Op.Gather(in.integer("axis"));
      case "gather_nd" -> new Op.GatherNd();
      case "detection_post_process" -> new Op.DetectionPostProcess(in.detections("rule"));
      case "tile" -> new Op.Tile(in.integers("repeats"));
      case "reduce" ->
          new Op.Reduce(
              in.oneOf("kind", Reduction.values()), in.integers("axes"), in.bool("keepDims"));
      case "surround" ->
          new Op.Surround(in.integers("before"), in.integers("after"), in.bound("value"));
      case "average_pool" -> new Op.AveragePool(in.window("window"), in.bool("countPadding"));
      case "max_pool" -> new Op.MaxPool(in.window("window"));
      case "global_average_pool" -> new Op.GlobalAveragePool();
      case "mean" -> new Op.Mean(in.integers("axes"), in.bool("keepDims"));
      case "resize_bilinear" ->
          new Op.ResizeBilinear(
              in.integer("height"), in.integer("width"), in.oneOf("sampling", Sampling.values()));
      case "resize_nearest" ->
          new Op.ResizeNearest(in.integer("height"), in.integer("width"), in.nearest("rule"));
      case "local_response_norm" ->
          new Op.LocalResponseNorm(
              in.integer("size"), in.real("alpha"), in.real("beta"), in.real("offset"));
      case "l2_normalize" -> new Op.L2Normalize(in.real("epsilon"));
      case "scale" -> new Op.Scale(in.bool("bias"));
      case "channel_shuffle" -> new Op.ChannelShuffle(in.integer("groups"));
      case "select_channels" -> new Op.SelectChannels(in.integers("channels"));
      case "space_to_depth" ->
          new Op.SpaceToDepth(in.integer("block"), in.oneOf("order", BlockOrder.values()));
      case "crop" ->
          new Op.Crop(
              in.integer("top"), in.integer("left"), in.integer("height"), in.integer("width"));
      case "pad" ->
          new Op.Pad(
              in.integer("top"), in.integer("bottom"), in.integer("left"), in.integer("right"));
      case "squared_distance" -> new Op.SquaredDistance(in.integer("units"));
      case "slice" ->
          new Op.Slice(in.integers("begin"), in.integers("size"), in.integers("stride"));
      case "split" -> new Op.Split(in.integer("axis"), in.integers("sizes"));
      case "transpose" -> new Op.Transpose(in.integers("order"));
      case "constant" -> new Op.Constant(in.shape("shape"), in.oneOf("dtype", DType.values()));
      case "reshape" -> new Op.Reshape(in.shape("shape"));
      case "quantize" ->
          new Op.Quantize(
              in.oneOf("format", DType.values()),
              in.quantization("quantization"),
              in.rescaling("rescaling"));
      case "dequantize" -> new Op.Dequantize();
      case "quantized" ->
          new Op.Quantized(
              in.operation("real"),
              in.oneOf("format", DType.values()),
              in.quantization("quantization"),
              in.weights("weights"),
              in.oneOf("rescaling", Rescaling.values()));
      case "integer_sums" ->
          new Op.IntegerSums(
              in.operation("real"),
              in.oneOf("weights", DType.values()),
              in.integers("weightZeroPoints"));
      case "dynamic_quantize" -> new Op.DynamicQuantize();
      default -> throw in.unknown(name);
    };
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
