package liviano.kernels;

import java.util.stream.Stream;

/** The constants of each kind of task. */
final class TaskParams {
  private TaskParams() {}

  static Stream<Param> of(Task task) {
    return switch (task) {
      case Linear.Pointwise t -> of(t.weight(), t.epilogue());
      case Linear.Convolution t -> of(t.weight(), t.epilogue());
      case Linear.Depthwise t -> of(t.weight(), t.epilogue());
      case Fused.InvertedResidual t -> t.layers().flatMap(TaskParams::of);
      case Fused.PooledPointwise t -> t.layers().flatMap(TaskParams::of);
      case Rows.Affine t -> Stream.of(t.scale(), t.offset());
      case Rows.PRelu t -> Stream.of(t.slope());
      case Rows.SquaredDistance t -> Stream.of(t.centre());
      case Resample.AveragePool _,
          Resample.MaxPool _,
          Resample.Resize _,
          Elementwise.Add _,
          Elementwise.Clip _ ->
          Stream.empty();
      case Elementwise.Sigmoid _,
          Elementwise.LeakyRelu _,
          Elementwise.Tanh _,
          Rows.ResponseNorm _,
          Rows.L2Normalize _ ->
          Stream.empty();
      case Resample.ResizeNearest _, Resample.Mean _ -> Stream.empty();
      case Elementwise.HardSigmoid _, Elementwise.HardSwish _, Elementwise.Pairwise _, Move.Pad _ ->
          Stream.empty();
      case Move.SelectChannels _, Move.SpaceToDepth _, Move.Crop _, Rows.Softmax _, Move.Concat _ ->
          Stream.empty();
    };
  }

  private static Stream<Param> of(Param weight, Epilogue epilogue) {
    return Stream.concat(Stream.of(weight), epilogue.bias().stream());
  }
}
