package liviano.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
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
      case Fused.InvertedResidual t -> {
        List<Task> tasks = new ArrayList<>();
        for (Linear.Expansion e : t.expand().stream().toList()) {
          for (Task other : of(e, format)) {
            tasks.add(
                new Fused.InvertedResidual(
                    Optional.of((Linear.Expansion) other), t.filter(), t.project()));
          }
        }
        for (Task other : of(t.filter(), format)) {
          tasks.add(new Fused.InvertedResidual(t.expand(), (Linear.Depthwise) other, t.project()));
        }
        for (Task other : of(t.project(), format)) {
          tasks.add(new Fused.InvertedResidual(t.expand(), t.filter(), (Linear.Pointwise) other));
        }
        yield tasks;
      }
      case Fused.PooledPointwise t ->
          Stream.concat(
                  of(t.pointwise(), format).stream()
                      .map(p -> new Fused.PooledPointwise((Linear.Pointwise) p, t.pool())),
                  of(t.pool(), format).stream()
                      .map(p -> new Fused.PooledPointwise(t.pointwise(), (Resample.AveragePool) p)))
              .map(Task.class::cast)
              .toList();
      default ->
          Stream.concat(
                  formats(task.formats(), format)
                      .filter(formats -> canBeMade(task, formats))
                      .map(formats -> with(task, formats)),
                  params(task, format))
              .toList();
    };
  }

  /** A task of one layer with all tensors and constants in another format. */
  static Task wholly(Task task, DType format) {
    Formats all = new Formats(Collections.nCopies(task.inputs(), format), format);
    return task instanceof Move.Constant t
        ? new Move.Constant(t.samples(), other(t.value(), format), all)
        : with(task, all);
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

  /** Sums become real numbers or integers of 8 bits. */
  private static boolean canBeMade(Task task, Formats formats) {
    DType output = formats.output();
    return !(task instanceof Linear)
        || !output.isInteger()
        || output == DType.I8
        || output == DType.U8;
  }

  private static Task with(Task task, Formats f) {
    return switch (task) {
      case Linear t -> with(t, f);
      case Resample.AveragePool t -> new Resample.AveragePool(t.geometry(), t.countPadding(), f);
      case Resample.MaxPool t -> new Resample.MaxPool(t.geometry(), f);
      case Resample.Resize t ->
          new Resample.Resize(
              t.batch(), t.inH(), t.inW(), t.outH(), t.outW(), t.channels(), t.sampling(), f);
      case Resample.ResizeNearest t ->
          new Resample.ResizeNearest(
              t.batch(), t.inH(), t.inW(), t.outH(), t.outW(), t.channels(), t.rule(), f);
      case Elementwise.Add t -> new Elementwise.Add(t.count(), t.clamp(), f);
      case Rows.Affine t ->
          new Rows.Affine(t.rows(), t.channels(), t.scale(), t.offset(), t.clamp(), f);
      case Elementwise.Clip t -> new Elementwise.Clip(t.count(), t.clamp(), f);
      case Elementwise.Sigmoid t -> new Elementwise.Sigmoid(t.count(), f);
      case Elementwise.HardSigmoid t -> new Elementwise.HardSigmoid(t.count(), f);
      case Elementwise.HardSwish t -> new Elementwise.HardSwish(t.count(), f);
      case Elementwise.Pairwise t ->
          new Elementwise.Pairwise(t.function(), t.otherCount(), t.other(), f);
      case Elementwise.Map t -> new Elementwise.Map(t.count(), t.function(), f);
      case Elementwise.Convert t -> new Elementwise.Convert(t.count(), f);
      case Lookup.Pick t ->
          new Lookup.Pick(t.samples(), t.outer(), t.extents(), t.count(), t.inner(), f);
      case Lookup.Detections t ->
          new Lookup.Detections(t.samples(), t.anchors(), t.codes(), t.columns(), t.rule(), f);
      case Lookup.ArgMax t -> new Lookup.ArgMax(t.outer(), t.extent(), t.inner(), f);
      case Resample.Reduce t -> new Resample.Reduce(t.kind(), t.extents(), t.axes(), f);
      case Move.Surround t -> new Move.Surround(t.extents(), t.before(), t.after(), t.value(), f);
      case Elementwise.LeakyRelu t -> new Elementwise.LeakyRelu(t.count(), t.slope(), f);
      case Resample.Mean t -> new Resample.Mean(t.extents(), t.axes(), f);
      case Rows.PRelu t -> new Rows.PRelu(t.rows(), t.channels(), t.slope(), f);
      case Rows.Round t ->
          new Rows.Round(
              t.rows(),
              t.channels(),
              t.offset(),
              t.factors(),
              t.rounding(),
              t.least(),
              t.greatest(),
              f);
      case Elementwise.AddScaled t ->
          new Elementwise.AddScaled(
              t.count(), t.firstFactor(), t.secondFactor(), t.least(), t.greatest(), f);
      case Elementwise.AddFixed t ->
          new Elementwise.AddFixed(
              t.count(), t.first(), t.second(), t.sum(), t.least(), t.greatest(), f);
      case Elementwise.AddShifted t ->
          new Elementwise.AddShifted(
              t.count(), t.first(), t.second(), t.shift(), t.least(), t.greatest(), f);
      case Quantizing _ -> throw new IllegalArgumentException(task + " is one of integers");
      case Elementwise.Tanh t -> new Elementwise.Tanh(t.count(), t.amplitude(), t.rate(), f);
      case Rows.ResponseNorm t ->
          new Rows.ResponseNorm(
              t.rows(), t.channels(), t.size(), t.alpha(), t.beta(), t.offset(), f);
      case Rows.L2Normalize t -> new Rows.L2Normalize(t.rows(), t.channels(), t.epsilon(), f);
      case Rows.SquaredDistance t ->
          new Rows.SquaredDistance(t.rows(), t.channels(), t.units(), t.centre(), f);
      case Move.SelectChannels t ->
          new Move.SelectChannels(t.rows(), t.inChannels(), t.channels(), f);
      case Move.SpaceToDepth t ->
          new Move.SpaceToDepth(t.batch(), t.inH(), t.inW(), t.channels(), t.block(), t.order(), f);
      case Move.Crop t ->
          new Move.Crop(
              t.batch(), t.inH(), t.inW(), t.channels(), t.top(), t.left(), t.outH(), t.outW(), f);
      case Move.Pad t ->
          new Move.Pad(
              t.batch(), t.inH(), t.inW(), t.channels(), t.top(), t.left(), t.outH(), t.outW(), f);
      case Rows.Softmax t -> new Rows.Softmax(t.rows(), t.channels(), f);
      case Move.Strided t -> new Move.Strided(t.inCount(), t.view(), f);
      case Move.Constant t -> new Move.Constant(t.samples(), t.value(), f);
      case Move.Concat t -> new Move.Concat(t.rows(), t.channels(), f);
      case Fused.InvertedResidual _, Fused.PooledPointwise _ ->
          throw new IllegalArgumentException(task + " has the formats of its layers");
    };
  }

  private static Stream<Task> params(Task task, DType format) {
    return switch (task) {
      case Linear t ->
          Stream.concat(
              Stream.of(t.with(other(t.weight(), format), t.epilogue(), t.formats())),
              t.epilogue().bias().stream()
                  .map(bias -> t.epilogue().withBias(other(bias, format)))
                  .map(epilogue -> t.with(epilogue, t.formats())));
      case Rows.Affine t ->
          Stream.of(
              new Rows.Affine(
                  t.rows(), t.channels(), other(t.scale(), format), t.offset(), t.clamp()),
              new Rows.Affine(
                  t.rows(), t.channels(), t.scale(), other(t.offset(), format), t.clamp()));
      case Rows.PRelu t ->
          Stream.of(new Rows.PRelu(t.rows(), t.channels(), other(t.slope(), format)));
      case Rows.SquaredDistance t ->
          Stream.of(
              new Rows.SquaredDistance(
                  t.rows(), t.channels(), t.units(), other(t.centre(), format)));
      case Move.Constant t ->
          Stream.of(new Move.Constant(t.samples(), other(t.value(), format), t.formats()));
      default -> Stream.empty();
    };
  }

  /**
   * Where integers are stored, the whole task computes with integers: it cannot be made otherwise.
   */
  private static Linear with(Linear t, Formats f) {
    DType output = f.output();
    if (!output.isInteger()) {
      return t.with(t.epilogue(), f);
    }
    Epilogue integers =
        new Epilogue(
            t.epilogue().bias().map(bias -> other(bias, DType.I32)),
            false,
            Clamp.NONE,
            Optional.of(new Requantize(0, List.of(0.5f), 0, output)));
    return t.with(other(t.weight(), DType.I8), integers, Formats.of(DType.U8, output));
  }

  private static Param other(Param param, DType format) {
    return new Param(
        param.name(),
        format,
        param.shape(),
        Arena.ofAuto().allocate(param.count() * format.bytes(), 64));
  }
}
