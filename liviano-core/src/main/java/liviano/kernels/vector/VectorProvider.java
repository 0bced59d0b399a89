package liviano.kernels.vector;

import java.util.Optional;
import java.util.Set;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.Lanes;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;

/**
 * Kernels on the JDK's Vector API, in {@link DType#F32}, and those that move numbers in runs or by
 * tables. It leaves to others what vectors do not help, such as softmax, sigmoid, concatenation,
 * and depthwise filters with more outputs than inputs.
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
  public Optional<Kernel> prepare(Task task, PackedWeights cache) {
    if (!task.isIn(DType.F32)) {
      return Optional.empty();
    }
    return switch (task) {
      case Task.Pointwise t -> Optional.of(new VectorPointwise(t, cache));
      case Task.Convolution t when VectorConvolution.canServe(t) ->
          Optional.of(new VectorConvolution(t, cache));
      case Task.Depthwise t when VectorDepthwise.canServe(t) ->
          Optional.of(VectorDepthwise.of(t, cache));
      case Task.Affine t -> Optional.of(new VectorAffine(t));
      case Task.AveragePool t -> Optional.of(VectorPool.of(t));
      case Task.MaxPool t -> Optional.of(VectorPool.of(t));
      case Task.Resize t -> Optional.of(new VectorResize(t));
      case Task.Add t -> Optional.of(VectorElementwise.of(t));
      case Task.Clip t -> Optional.of(VectorElementwise.of(t));
      case Task.HardSigmoid t -> Optional.of(VectorHard.of(t));
      case Task.HardSwish t -> Optional.of(VectorHard.of(t));
      case Task.Pairwise t -> Optional.of(new VectorPairwise(t));
      case Task.LeakyRelu t -> Optional.of(VectorElementwise.of(t));
      case Task.ResponseNorm t when VectorResponseNorm.canServe(t) ->
          Optional.of(new VectorResponseNorm(t));
      case Task.L2Normalize t when VectorL2Normalize.canServe(t) ->
          Optional.of(new VectorL2Normalize(t));
      case Task.SelectChannels t -> Optional.of(VectorGather.of(t));
      case Task.SpaceToDepth t ->
          Optional.of(
              t.order() == BlockOrder.DARKNET ? VectorGather.ofDarknet(t) : VectorMove.of(t));
      case Task.Pad t -> Optional.of(VectorMove.of(t));
      case Task.Crop t -> Optional.of(VectorMove.of(t));
      default -> Optional.empty();
    };
  }
}
