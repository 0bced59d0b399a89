package liviano.kernels.scalar;

import java.util.Optional;
import java.util.function.Supplier;
import liviano.kernels.Bf16Tasks;
import liviano.kernels.Elementwise;
import liviano.kernels.Fused;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Lookup;
import liviano.kernels.Move;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.Quantizing;
import liviano.kernels.Resample;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.tensor.DType;

/**
 * Plain loops: the definition of right, against which every other provider is held, and the last
 * resort. It computes every task in {@link DType#F32}, {@link Bf16Tasks}, all tasks on quantized
 * integers, moves in all formats, functions of two numbers and reductions in integers of 32 and 64
 * bits, and places as such integers.
 */
public final class ScalarProvider implements KernelProvider {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String description() {
    return "plain Java loops";
  }

  /** Sums of integers are as fast here as those of floats. */
  @Override
  public boolean computesIntegers() {
    return true;
  }

  @Override
  public Optional<String> lacksBf16() {
    return Optional.empty();
  }

  @Override
  public Optional<Offer> offer(Task task) {
    if (computes(task)) {
      return Optional.of(cache -> kernel(task, cache));
    }
    return switch (task) {
      case Linear t when ScalarIntegers.canServe(t) -> Optional.of(_ -> ScalarIntegers.of(t));
      case Fused.InvertedResidual t
          when t.layers().stream().allMatch(ScalarProvider::isOfIntegers) ->
          Optional.of(
              _ ->
                  new ScalarInvertedResidual(
                      t,
                      t.layers().stream()
                          .map(layer -> ScalarIntegers.of((Linear) layer))
                          .toList()));
      case Task t when Bf16Tasks.contains(t) ->
          Optional.of(cache -> ScalarBf16.of(t, cache, ScalarProvider::kernel));
      case Quantizing t -> quantizing(t).map(kernel -> _ -> kernel.get());
      default -> Optional.empty();
    };
  }

  private static boolean isOfIntegers(Task layer) {
    return layer instanceof Linear linear && ScalarIntegers.canServe(linear);
  }

  /** What computes with integers of 8 bits. */
  private static Optional<Supplier<Kernel>> quantizing(Quantizing task) {
    return switch (task) {
      case Quantizing.Conversion t -> Optional.of(() -> ScalarQuantizing.of(t));
      case Quantizing.Add t -> Optional.of(() -> ScalarQuantizing.of(t));
      case Quantizing.AddFixed t -> Optional.of(() -> ScalarQuantizing.of(t));
      case Quantizing.AddShifted t -> Optional.of(() -> ScalarQuantizing.of(t));
      case Quantizing.ByRange t -> Optional.of(() -> ScalarQuantizing.of(t));
      case Quantizing.Average t -> Optional.of(() -> new ScalarQuantizedAverage(t));
      case Quantizing.Sums t when ScalarIntegers.canServe(t) ->
          Optional.of(() -> ScalarIntegers.of(t));
      case Quantizing.Sums _ -> Optional.empty();
    };
  }

  private static Kernel kernel(Task task, PackedWeights cache) {
    return switch (task) {
      case Linear.Pointwise t -> new ScalarPointwise(t, Floats.of(t.weight(), cache));
      case Linear.Convolution t -> new ScalarConvolution(t, Floats.of(t.weight(), cache));
      case Linear.TransposedConvolution t ->
          new ScalarTransposedConvolution(t, Floats.of(t.weight(), cache));
      case Linear.Depthwise t -> new ScalarDepthwise(t, Floats.of(t.weight(), cache));
      case Fused.InvertedResidual t -> block(t, cache);
      case Resample.AveragePool t -> new ScalarAveragePool(t);
      case Fused.PooledPointwise t ->
          new ScalarPooledPointwise(t, kernel(t.pointwise(), cache), kernel(t.pool(), cache));
      case Resample.MaxPool t -> new ScalarMaxPool(t);
      case Resample.Resize t -> new ScalarResize(t);
      case Resample.ResizeNearest t -> ScalarMove.of(t);
      case Resample.Mean t -> new ScalarMean(t);
      case Resample.Reduce t -> new ScalarReduce(t);
      case Elementwise.Add t -> ScalarElementwise.of(t);
      case Elementwise.AddScaled t -> ScalarElementwise.of(t);
      case Elementwise.AddFixed t -> ScalarElementwise.of(t);
      case Elementwise.AddShifted t -> ScalarElementwise.of(t);
      case Rows.Affine t -> ScalarElementwise.of(t);
      case Rows.PRelu t -> ScalarElementwise.of(t);
      case Rows.Round t -> ScalarElementwise.of(t);
      case Elementwise.Activation t -> ScalarElementwise.of(t);
      case Elementwise.Pairwise t -> new ScalarPairwise(t);
      case Elementwise.Convert t -> new ScalarConvert(t);
      case Lookup.Pick t -> new ScalarPick(t);
      case Lookup.ArgMax t -> new ScalarArgMax(t);
      case Lookup.Detections t -> new ScalarDetections(t);
      case Rows.ResponseNorm t -> ScalarRows.of(t);
      case Rows.L2Normalize t -> ScalarRows.of(t);
      case Rows.SquaredDistance t -> ScalarRows.of(t, cache);
      case Move.SelectChannels t -> ScalarMove.of(t);
      case Move.SpaceToDepth t -> ScalarMove.of(t);
      case Move.Crop t -> ScalarMove.of(t);
      case Move.Pad t -> ScalarMove.of(t);
      case Move.Surround t -> new ScalarSurround(t);
      case Rows.Softmax t -> new ScalarSoftmax(t);
      case Move.Concat t -> new ScalarConcat(t);
      case Move.Strided t -> ScalarMove.of(t);
      case Move.Constant t -> new ScalarConstant(t, cache);
      case Quantizing _ -> throw new AssertionError("not computed in floats: " + task);
    };
  }

  private static boolean computes(Task task) {
    DType format = task.formats().output();
    return switch (task) {
      case Move.Surround t -> ScalarSurround.canServe(t);
      case Move _ -> task.isIn(format);
      case Elementwise.Pairwise _, Resample.Reduce _ ->
          task.isIn(format) && ScalarPairwise.computes(format);
      case Elementwise.Convert t -> ScalarConvert.canServe(t);
      case Lookup.Pick t -> ScalarPick.canServe(t);
      case Lookup.ArgMax t -> ScalarArgMax.canServe(t);
      case Lookup.Detections _ -> task.isIn(DType.F32);
      case Elementwise _, Rows _, Linear _, Resample _, Fused _ -> task.isIn(DType.F32);
      case Quantizing _ -> false;
    };
  }

  private static Kernel block(Fused.InvertedResidual task, PackedWeights cache) {
    return new ScalarInvertedResidual(
        task, task.layers().stream().map(layer -> kernel(layer, cache)).toList());
  }
}
