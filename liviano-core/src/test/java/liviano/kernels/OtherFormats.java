package liviano.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.tensor.DType;

/** A task with one of its tensors or constants in another format than the rest. */
final class OtherFormats {
  private OtherFormats() {}

  /** One task for each tensor that it or a layer of it reads or gives, and for each constant. */
  static List<Task> of(Task task, DType format) {
    return switch (task) {
      case Task.InvertedResidual t -> {
        List<Task> tasks = new ArrayList<>();
        for (Task.Expansion e : t.expand().stream().toList()) {
          for (Task other : of(e, format)) {
            tasks.add(
                new Task.InvertedResidual(
                    Optional.of((Task.Expansion) other), t.filter(), t.project()));
          }
        }
        for (Task other : of(t.filter(), format)) {
          tasks.add(new Task.InvertedResidual(t.expand(), (Task.Depthwise) other, t.project()));
        }
        for (Task other : of(t.project(), format)) {
          tasks.add(new Task.InvertedResidual(t.expand(), t.filter(), (Task.Pointwise) other));
        }
        yield tasks;
      }
      case Task.PooledPointwise t ->
          Stream.concat(
                  of(t.pointwise(), format).stream()
                      .map(p -> new Task.PooledPointwise((Task.Pointwise) p, t.pool())),
                  of(t.pool(), format).stream()
                      .map(p -> new Task.PooledPointwise(t.pointwise(), (Task.AveragePool) p)))
              .map(Task.class::cast)
              .toList();
      default ->
          Stream.concat(
                  formats(task.formats(), format).map(formats -> with(task, formats)),
                  params(task, format))
              .toList();
    };
  }

  private static Stream<Formats> formats(Formats formats, DType other) {
    Stream<Formats> inputs =
        IntStream.range(0, formats.inputs().size())
            .mapToObj(
                i -> {
                  List<DType> some = new ArrayList<>(formats.inputs());
                  some.set(i, other);
                  return new Formats(some, formats.output());
                });
    return Stream.concat(inputs, Stream.of(new Formats(formats.inputs(), other)));
  }

  private static Task with(Task task, Formats f) {
    return switch (task) {
      case Task.Pointwise t ->
          new Task.Pointwise(
              t.rows(), t.inChannels(), t.outChannels(), t.weight(), t.epilogue(), f);
      case Task.Convolution t ->
          new Task.Convolution(t.geometry(), t.groups(), t.weight(), t.epilogue(), f);
      case Task.Depthwise t -> new Task.Depthwise(t.geometry(), t.weight(), t.epilogue(), f);
      case Task.AveragePool t -> new Task.AveragePool(t.geometry(), t.countPadding(), f);
      case Task.MaxPool t -> new Task.MaxPool(t.geometry(), f);
      case Task.Resize t ->
          new Task.Resize(
              t.batch(), t.inH(), t.inW(), t.outH(), t.outW(), t.channels(), t.sampling(), f);
      case Task.ResizeNearest t ->
          new Task.ResizeNearest(
              t.batch(), t.inH(), t.inW(), t.outH(), t.outW(), t.channels(), t.rule(), f);
      case Task.Add t -> new Task.Add(t.count(), t.clamp(), f);
      case Task.Affine t ->
          new Task.Affine(t.rows(), t.channels(), t.scale(), t.offset(), t.clamp(), f);
      case Task.Clip t -> new Task.Clip(t.count(), t.clamp(), f);
      case Task.Sigmoid t -> new Task.Sigmoid(t.count(), f);
      case Task.HardSigmoid t -> new Task.HardSigmoid(t.count(), f);
      case Task.HardSwish t -> new Task.HardSwish(t.count(), f);
      case Task.Pairwise t ->
          new Task.Pairwise(
              t.function(), t.samples(), t.positions(), t.channels(), t.perChannel(), f);
      case Task.LeakyRelu t -> new Task.LeakyRelu(t.count(), t.slope(), f);
      case Task.PRelu t -> new Task.PRelu(t.rows(), t.channels(), t.slope(), f);
      case Task.Tanh t -> new Task.Tanh(t.count(), t.amplitude(), t.rate(), f);
      case Task.ResponseNorm t ->
          new Task.ResponseNorm(
              t.rows(), t.channels(), t.size(), t.alpha(), t.beta(), t.offset(), f);
      case Task.L2Normalize t -> new Task.L2Normalize(t.rows(), t.channels(), t.epsilon(), f);
      case Task.SquaredDistance t ->
          new Task.SquaredDistance(t.rows(), t.channels(), t.units(), t.centre(), f);
      case Task.SelectChannels t ->
          new Task.SelectChannels(t.rows(), t.inChannels(), t.channels(), f);
      case Task.SpaceToDepth t ->
          new Task.SpaceToDepth(t.batch(), t.inH(), t.inW(), t.channels(), t.block(), t.order(), f);
      case Task.Crop t ->
          new Task.Crop(
              t.batch(), t.inH(), t.inW(), t.channels(), t.top(), t.left(), t.outH(), t.outW(), f);
      case Task.Pad t ->
          new Task.Pad(
              t.batch(), t.inH(), t.inW(), t.channels(), t.top(), t.left(), t.outH(), t.outW(), f);
      case Task.Softmax t -> new Task.Softmax(t.rows(), t.channels(), f);
      case Task.Concat t -> new Task.Concat(t.rows(), t.channels(), f);
      case Task.InvertedResidual _, Task.PooledPointwise _ ->
          throw new IllegalArgumentException(task + " has the formats of its layers");
    };
  }

  private static Stream<Task> params(Task task, DType format) {
    return switch (task) {
      case Task.Pointwise t ->
          linear(t.weight(), t.epilogue(), format)
              .map(
                  l ->
                      new Task.Pointwise(
                          t.rows(), t.inChannels(), t.outChannels(), l.weight(), l.epilogue()));
      case Task.Convolution t ->
          linear(t.weight(), t.epilogue(), format)
              .map(l -> new Task.Convolution(t.geometry(), t.groups(), l.weight(), l.epilogue()));
      case Task.Depthwise t ->
          linear(t.weight(), t.epilogue(), format)
              .map(l -> new Task.Depthwise(t.geometry(), l.weight(), l.epilogue()));
      case Task.Affine t ->
          Stream.of(
              new Task.Affine(
                  t.rows(), t.channels(), other(t.scale(), format), t.offset(), t.clamp()),
              new Task.Affine(
                  t.rows(), t.channels(), t.scale(), other(t.offset(), format), t.clamp()));
      case Task.PRelu t ->
          Stream.of(new Task.PRelu(t.rows(), t.channels(), other(t.slope(), format)));
      case Task.SquaredDistance t ->
          Stream.of(
              new Task.SquaredDistance(
                  t.rows(), t.channels(), t.units(), other(t.centre(), format)));
      default -> Stream.empty();
    };
  }

  private record Linear(Param weight, Epilogue epilogue) {}

  private static Stream<Linear> linear(Param weight, Epilogue epilogue, DType format) {
    return Stream.concat(
        Stream.of(new Linear(other(weight, format), epilogue)),
        epilogue.bias().stream()
            .map(bias -> new Linear(weight, epilogue.withBias(other(bias, format)))));
  }

  private static Param other(Param param, DType format) {
    return new Param(
        param.name(),
        format,
        param.shape(),
        Arena.ofAuto().allocate(param.count() * format.bytes(), 64));
  }
}
