package liviano.kernels.vector;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import liviano.kernels.Elementwise;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.Resample;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Lanes;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;

/**
 * Kernels on the JDK's Vector API, in {@link DType#F32}, and those that move numbers in runs or by
 * tables. It leaves to others what vectors do not help, such as softmax, sigmoid, concatenation,
 * means over channels, depthwise filters with more outputs than inputs, and transposed convolutions
 * with long strides.
 */
public final class VectorProvider implements KernelProvider {
  private static final Set<String> X86 = Set.of("amd64", "x86_64", "x86");

  /**
   * Far above a multiply-add in hardware (60 ns with its timing), far below one without (15 us).
   */
  private static final long SLOW_FMA_NANOS = 2_000;

  /**
   * The provider; it may yet be {@link #unsuitable}.
   *
   * @throws IllegalStateException if the Vector API is not in this JVM
   */
  public VectorProvider() {
    readVectorApi();
  }

  /**
   * The descriptor of core does not require the incubating module, or every module that is compiled
   * against core would be warned of it, and every image would have to hold it. So core reads it at
   * run time, before the first kernel is linked; a class path reads every module anyway.
   */
  private static void readVectorApi() {
    Class<?> self = VectorProvider.class;
    try {
      Class<?> vector = Class.forName("jdk.incubator.vector.Vector", false, self.getClassLoader());
      self.getModule().addReads(vector.getModule());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the Vector API is not in this JVM", e);
    }
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String description() {
    return "Vector API, " + Lanes.SPECIES.vectorBitSize() + "-bit vectors";
  }

  @Override
  public Optional<String> unsuitable() {
    String vm = System.getProperty("java.vm.info", "");
    int bits = Lanes.SPECIES.vectorBitSize();
    if (vm.contains("interpreted") || vm.contains("emulated-client")) {
      return Optional.of("the JVM runs without its optimizing compiler (" + vm + ")");
    }
    if (bits < 128) {
      return Optional.of("vectors have only " + bits + " bits");
    }
    if (X86.contains(System.getProperty("os.arch", "")) && bits < 256) {
      return Optional.of(
          "vectors have only " + bits + " bits: the CPU or a JVM flag rules out AVX2");
    }
    if (!hasFastFma()) {
      return Optional.of("the CPU or a JVM flag rules out fused multiply-add");
    }
    return Optional.empty();
  }

  /**
   * Without hardware support a fused multiply-add goes through {@link java.math.BigDecimal}. The
   * best of a few tries tells the two apart by a factor of 250, and costs nothing where it matters;
   * the management bean that knows the flag takes 28 ms to start.
   */
  private static boolean hasFastFma() {
    float x = 1.0000001f;
    long best = Long.MAX_VALUE;
    for (int i = 1; i <= 20; i++) {
      long start = System.nanoTime();
      x = Math.fma(x, 1.0000001f, 1e-3f * i);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best < SLOW_FMA_NANOS && x > 0;
  }

  @Override
  public Optional<Offer> offer(Task task) {
    if (!task.isIn(DType.F32)) {
      return Optional.empty();
    }
    return switch (task) {
      case Linear.Pointwise t -> Optional.of(cache -> new VectorPointwise(t, cache));
      case Linear.Convolution t when VectorConvolution.canServe(t) ->
          Optional.of(cache -> new VectorConvolution(t, cache));
      case Linear.TransposedConvolution t when VectorTransposedConvolution.canServe(t) ->
          Optional.of(cache -> new VectorTransposedConvolution(t, cache));
      case Linear.Depthwise t when VectorDepthwise.canServe(t) ->
          Optional.of(cache -> VectorDepthwise.of(t, cache));
      case Rows.Affine t -> Optional.of(_ -> new VectorAffine(t));
      case Rows.PRelu t -> Optional.of(_ -> new VectorPRelu(t));
      case Resample.AveragePool t -> Optional.of(_ -> VectorPool.of(t));
      case Resample.MaxPool t -> Optional.of(_ -> VectorPool.of(t));
      case Resample.Resize t -> Optional.of(_ -> new VectorResize(t));
      case Resample.ResizeNearest t -> Optional.of(_ -> new VectorNearest(t));
      case Elementwise.Add t -> Optional.of(_ -> VectorElementwise.of(t));
      case Elementwise.Clip t -> Optional.of(_ -> VectorElementwise.of(t));
      case Rows.Round t when VectorRound.computes(t.rounding()) ->
          Optional.of(new InPlace(() -> new VectorRound(t)));
      case Elementwise.AddScaled t -> Optional.of(_ -> VectorElementwise.of(t));
      case Elementwise.HardSigmoid t -> Optional.of(_ -> VectorHard.of(t));
      case Elementwise.HardSwish t -> Optional.of(_ -> VectorHard.of(t));
      case Elementwise.Pairwise t when VectorPairwise.canServe(t) ->
          Optional.of(_ -> new VectorPairwise(t));
      case Elementwise.LeakyRelu t -> Optional.of(_ -> VectorElementwise.of(t));
      case Rows.ResponseNorm t when VectorResponseNorm.canServe(t) ->
          Optional.of(_ -> new VectorResponseNorm(t));
      case Rows.L2Normalize t when VectorL2Normalize.canServe(t) ->
          Optional.of(_ -> new VectorL2Normalize(t));
      case Move.SelectChannels t -> Optional.of(_ -> VectorGather.of(t));
      case Move.SpaceToDepth t ->
          Optional.of(
              _ -> t.order() == BlockOrder.DARKNET ? VectorGather.ofDarknet(t) : VectorMove.of(t));
      case Move.Strided t -> Optional.of(_ -> VectorStrided.of(t));
      case Move.Pad t -> Optional.of(_ -> VectorMove.of(t));
      case Move.Crop t -> Optional.of(_ -> VectorMove.of(t));
      default -> Optional.empty();
    };
  }

  /** A kernel that reads each number before it writes one in its place. */
  private record InPlace(Supplier<Kernel> maker) implements Offer {
    @Override
    public Kernel kernel(PackedWeights cache) {
      return maker.get();
    }

    @Override
    public boolean overwritesInput(int workers) {
      return true;
    }
  }
}
