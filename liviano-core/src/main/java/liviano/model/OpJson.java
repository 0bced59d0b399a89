package liviano.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import liviano.graph.BlockOrder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Sampling;
import liviano.graph.Shape;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonObject;

/** An operation as JSON: its name under {@code op}, its settings as further members. */
final class OpJson {
  private OpJson() {}

  static void write(Op op, JsonObject.Builder json) {
    switch (op) {
      case Op.Conv2d(int outChannels, Window window, int groups, boolean bias) ->
          json.put("op", "conv2d")
              .put("outChannels", outChannels)
              .put("window", write(window))
              .put("groups", groups)
              .put("bias", bias);
      case Op.DepthwiseConv2d(Window window, int multiplier, boolean bias) ->
          json.put("op", "depthwise_conv2d")
              .put("window", write(window))
              .put("multiplier", multiplier)
              .put("bias", bias);
      case Op.Dense(int units, boolean bias) ->
          json.put("op", "dense").put("units", units).put("bias", bias);
      case Op.BatchNorm(float epsilon) -> json.put("op", "batch_norm").put("epsilon", epsilon);
      case Op.Relu() -> json.put("op", "relu");
      case Op.Relu6() -> json.put("op", "relu6");
      case Op.LeakyRelu(float slope) -> json.put("op", "leaky_relu").put("slope", slope);
      case Op.Tanh(float amplitude, float rate) ->
          json.put("op", "tanh").put("amplitude", amplitude).put("rate", rate);
      case Op.Sigmoid() -> json.put("op", "sigmoid");
      case Op.Softmax() -> json.put("op", "softmax");
      case Op.Add() -> json.put("op", "add");
      case Op.Concat() -> json.put("op", "concat");
      case Op.AveragePool(Window window, boolean countPadding) ->
          json.put("op", "average_pool")
              .put("window", write(window))
              .put("countPadding", countPadding);
      case Op.MaxPool(Window window) -> json.put("op", "max_pool").put("window", write(window));
      case Op.GlobalAveragePool() -> json.put("op", "global_average_pool");
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          json.put("op", "resize_bilinear")
              .put("height", height)
              .put("width", width)
              .put("sampling", Enums.write(sampling));
      case Op.LocalResponseNorm(int size, float alpha, float beta, float offset) ->
          json.put("op", "local_response_norm")
              .put("size", size)
              .put("alpha", alpha)
              .put("beta", beta)
              .put("offset", offset);
      case Op.L2Normalize(float epsilon) -> json.put("op", "l2_normalize").put("epsilon", epsilon);
      case Op.Scale(boolean bias) -> json.put("op", "scale").put("bias", bias);
      case Op.ChannelShuffle(int groups) -> json.put("op", "channel_shuffle").put("groups", groups);
      case Op.SelectChannels(List<Integer> channels) ->
          json.put("op", "select_channels").put("channels", integers(channels));
      case Op.SpaceToDepth(int block, BlockOrder order) ->
          json.put("op", "space_to_depth").put("block", block).put("order", Enums.write(order));
      case Op.Crop(int top, int left, int height, int width) ->
          json.put("op", "crop")
              .put("top", top)
              .put("left", left)
              .put("height", height)
              .put("width", width);
      case Op.SquaredDistance(int units) -> json.put("op", "squared_distance").put("units", units);
      case Op.Reshape(Shape shape) -> json.put("op", "reshape").put("shape", write(shape));
    }
  }

  /**
   * @throws JsonException if the operation is unknown or a setting is missing or wrong
   */
  static Op read(JsonObject json) {
    return switch (json.string("op")) {
      case "conv2d" ->
          new Op.Conv2d(
              json.integer("outChannels"),
              window(json.object("window")),
              json.integer("groups"),
              json.bool("bias"));
      case "depthwise_conv2d" ->
          new Op.DepthwiseConv2d(
              window(json.object("window")), json.integer("multiplier"), json.bool("bias"));
      case "dense" -> new Op.Dense(json.integer("units"), json.bool("bias"));
      case "batch_norm" -> new Op.BatchNorm((float) json.number("epsilon"));
      case "relu" -> new Op.Relu();
      case "relu6" -> new Op.Relu6();
      case "leaky_relu" -> new Op.LeakyRelu((float) json.number("slope"));
      case "tanh" -> new Op.Tanh((float) json.number("amplitude"), (float) json.number("rate"));
      case "sigmoid" -> new Op.Sigmoid();
      case "softmax" -> new Op.Softmax();
      case "add" -> new Op.Add();
      case "concat" -> new Op.Concat();
      case "average_pool" ->
          new Op.AveragePool(window(json.object("window")), json.bool("countPadding"));
      case "max_pool" -> new Op.MaxPool(window(json.object("window")));
      case "global_average_pool" -> new Op.GlobalAveragePool();
      case "resize_bilinear" ->
          new Op.ResizeBilinear(
              json.integer("height"),
              json.integer("width"),
              Enums.read(json, "sampling", Sampling.class));
      case "local_response_norm" ->
          new Op.LocalResponseNorm(
              json.integer("size"),
              (float) json.number("alpha"),
              (float) json.number("beta"),
              (float) json.number("offset"));
      case "l2_normalize" -> new Op.L2Normalize((float) json.number("epsilon"));
      case "scale" -> new Op.Scale(json.bool("bias"));
      case "channel_shuffle" -> new Op.ChannelShuffle(json.integer("groups"));
      case "select_channels" ->
          new Op.SelectChannels(Arrays.stream(json.array("channels").integers()).boxed().toList());
      case "space_to_depth" ->
          new Op.SpaceToDepth(json.integer("block"), Enums.read(json, "order", BlockOrder.class));
      case "crop" ->
          new Op.Crop(
              json.integer("top"),
              json.integer("left"),
              json.integer("height"),
              json.integer("width"));
      case "squared_distance" -> new Op.SquaredDistance(json.integer("units"));
      case "reshape" -> new Op.Reshape(shape(json.array("shape")));
      default -> throw json.error("op", "unknown operation '" + json.string("op") + "'");
    };
  }

  static JsonArray write(Shape shape) {
    return integers(shape.dims());
  }

  private static JsonArray integers(List<Integer> numbers) {
    return JsonArray.ofIntegers(numbers.stream().mapToInt(Integer::intValue).toArray());
  }

  static Shape shape(JsonArray json) {
    try {
      return Shape.of(json.integers());
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static JsonObject write(Window w) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("kernel", JsonArray.ofIntegers(w.kernelH(), w.kernelW()))
            .put("stride", JsonArray.ofIntegers(w.strideH(), w.strideW()))
            .put("dilation", JsonArray.ofIntegers(w.dilationH(), w.dilationW()));
    return switch (w.padding()) {
      case Padding.Same() -> json.put("padding", "same").build();
      case Padding.Explicit(int top, int bottom, int left, int right) ->
          json.put("padding", JsonArray.ofIntegers(top, bottom, left, right)).build();
    };
  }

  private static Window window(JsonObject json) {
    int[] kernel = integers(json, "kernel", 2);
    int[] stride = integers(json, "stride", 2);
    int[] dilation = integers(json, "dilation", 2);
    try {
      return new Window(
          kernel[0], kernel[1], stride[0], stride[1], dilation[0], dilation[1], padding(json));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static Padding padding(JsonObject json) {
    if (json.get("padding") instanceof JsonArray) {
      int[] sides = integers(json, "padding", 4);
      return new Padding.Explicit(sides[0], sides[1], sides[2], sides[3]);
    }
    if (json.string("padding").equals("same")) {
      return Padding.SAME;
    }
    throw json.error("padding", "it is neither \"same\" nor four numbers");
  }

  private static int[] integers(JsonObject json, String key, int count) {
    int[] integers = json.array(key).integers();
    if (integers.length != count) {
      throw json.error(
          key, String.format(Locale.ROOT, "%d numbers are needed, not %d", count, integers.length));
    }
    return integers;
  }
}
