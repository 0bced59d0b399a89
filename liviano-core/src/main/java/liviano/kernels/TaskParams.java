package liviano.kernels;

import java.util.stream.Stream;

/** The constants of each kind of task. */
final class TaskParams {
  private TaskParams() {}

  static Stream<Param> of(Task task) {
    return switch (task) {
      case Task.Pointwise t -> of(t.weight(), t.epilogue());
      case Task.Convolution t -> of(t.weight(), t.epilogue());
      case Task.Depthwise t -> of(t.weight(), t.epilogue());
      case Task.InvertedResidual t -> t.layers().flatMap(TaskParams::of);
      case Task.PooledPointwise t -> t.layers().flatMap(TaskParams::of);
      case Task.Affine t -> Stream.of(t.scale(), t.offset());
      case Task.PRelu t -> Stream.of(t.slope());
      case Task.SquaredDistance t -> Stream.of(t.centre());
      case Task.AveragePool _, Task.MaxPool _, Task.Resize _, Task.Add _, Task.Clip _ ->
          Stream.empty();
      case Task.Sigmoid _, Task.LeakyRelu _, Task.Tanh _, Task.ResponseNorm _, Task.L2Normalize _ ->
          Stream.empty();
      case Task.ResizeNearest _ -> Stream.empty();
      case Task.HardSigmoid _, Task.HardSwish _, Task.Pairwise _, Task.Pad _ -> Stream.empty();
      case Task.SelectChannels _, Task.SpaceToDepth _, Task.Crop _, Task.Softmax _, Task.Concat _ ->
          Stream.empty();
    };
  }

  private static Stream<Param> of(Param weight, Epilogue epilogue) {
    return Stream.concat(Stream.of(weight), epilogue.bias().stream());
  }
}
