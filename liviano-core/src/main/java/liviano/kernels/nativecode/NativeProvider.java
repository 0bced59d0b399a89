package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import liviano.kernels.Bf16Tasks;
import liviano.kernels.Elementwise;
import liviano.kernels.Fused;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.MadeCode;
import liviano.kernels.Move;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.Quantizing;
import liviano.kernels.Resample;
import liviano.kernels.Rows;
import liviano.kernels.Task;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.kernels.nativecode.memory.WeightMemory;
import liviano.tensor.DType;

/** Kernels in machine code made for this processor, of floats and of integers of 8 bits. */
@SuppressWarnings("restricted")
public final class NativeProvider implements KernelProvider {
  /**
   * With fewer output lines per worker, the lines that adjacent strips expand twice cost more than
   * fusing the block gains.
   */
  private static final int LEAST_LINES_A_WORKER = 4;

  private final Isa isa;
  private final boolean hasBf16;
  private final CodeCache codes;
  private final WeightMemory weights;
  private final OptionalInt stripLines;

  /** Properties of this machine, found out once. */
  private static final class Here {
    /** Bytes for weights that all providers of this process have mapped. */
    static final AtomicLong MAPPED = new AtomicLong();

    static final Machine MACHINE =
        Machine.detect(Optional.ofNullable(System.getProperty(CPU_PROPERTY)));
  }

  /**
   * System property that limits what is used of the processor: {@code avx2} to registers of 256
   * bits, {@code avx512-only} and {@code avx2-only} to do without VNNI.
   */
  public static final String CPU_PROPERTY = "liviano.cpu";

  /** What to do where the system does not let a process execute what it wrote. */
  public static final String EXECUTABLE_MEMORY =
      "let this process make memory executable (SELinux: execmem; systemd:"
          + " MemoryDenyWriteExecute=no)";

  static Machine machine() {
    return Here.MACHINE;
  }

  /** Why machine code cannot serve on this machine; empty where it can. */
  public static Optional<String> unavailable() {
    return Here.MACHINE.why();
  }

  /** What lets machine code serve here; empty where it does, or where nothing would. */
  public static Optional<String> remedy() {
    return Here.MACHINE.remedy();
  }

  /** Whether the processor, as far as is known, has the registers that fast kernels need. */
  public static boolean processorIsWideEnough() {
    return Here.MACHINE.isWideEnough();
  }

  /**
   * Why machine code for registers of that kind cannot serve on this machine; empty where it can.
   *
   * @param cpu {@code avx512} or {@code avx2}, with {@code -only} after it without VNNI
   */
  public static Optional<String> unavailable(String cpu) {
    return Machine.detect(Optional.of(cpu)).why();
  }

  /**
   * The provider for this machine.
   *
   * @throws IllegalStateException if machine code cannot serve here; the message says why
   */
  public NativeProvider() {
    this(Here.MACHINE.isaOrThrow());
  }

  /**
   * The provider for registers of that kind, whatever the machine's widest are.
   *
   * @param cpu {@code avx512} or {@code avx2}, with {@code -only} after it without VNNI
   * @throws IllegalStateException if they cannot serve here; the message says why
   */
  public NativeProvider(String cpu) {
    this(Machine.detect(Optional.of(cpu)).isaOrThrow());
  }

  private NativeProvider(Isa isa) {
    this(isa, new PosixPages(Linker.nativeLinker()), System::nanoTime);
  }

  /**
   * @param clock by which the making of code is timed
   */
  NativeProvider(Isa isa, Pages pages, LongSupplier clock) {
    this(
        isa,
        new CodeCache(new CodeMemory(pages), clock),
        new WeightMemory(pages, Here.MAPPED),
        OptionalInt.empty());
  }

  private NativeProvider(Isa isa, CodeCache codes, WeightMemory weights, OptionalInt stripLines) {
    this.isa = isa;
    this.hasBf16 = isa.hasMasks() && Here.MACHINE.bf16();
    this.codes = codes;
    this.weights = weights;
    this.stripLines = stripLines;
  }

  /**
   * The same kernels, but every fused block in strips of this number of lines instead of the
   * predicted best: to measure the predictions.
   *
   * @throws IllegalArgumentException if {@code lines} is not positive
   */
  public NativeProvider withStrips(int lines) {
    if (lines < 1) {
      throw new IllegalArgumentException("a strip has at least 1 line, not " + lines);
    }
    return new NativeProvider(isa, codes, weights, OptionalInt.of(lines));
  }

  /** Every fused block line by line. */
  @Override
  public KernelProvider inLeastMemory() {
    return withStrips(1);
  }

  @Override
  public String name() {
    return "nativecode";
  }

  @Override
  public String description() {
    return "machine code, " + isa.title();
  }

  @Override
  public MadeCode made() {
    return codes.made();
  }

  @Override
  public Optional<Offer> offer(Task task) {
    if (Bf16Tasks.contains(task)) {
      return hasBf16 ? bf16(task) : Optional.empty();
    }
    if (!task.isIn(DType.F32)) {
      return integers(task);
    }
    return switch (task) {
      case Linear.Pointwise t -> Optional.of(cache -> new NativePointwise(t, isa, codes, cache));
      case Linear.Depthwise t when Filter.canServe(t) ->
          Optional.of(cache -> new NativeDepthwise(t, isa, codes, cache));
      case Linear.Convolution t when ConvolutionLines.canServe(t) ->
          Optional.of(cache -> new NativeConvolution(t, isa, codes, cache));
      case Resample.AveragePool t when t.isGlobal() ->
          Optional.of(_ -> new NativeAveragePool(t, isa, codes));
      case Rows.Softmax t -> Optional.of(_ -> new NativeSoftmax(t, isa, codes));
      case Elementwise.Sigmoid t -> Optional.of(_ -> new NativeSigmoid(t, isa, codes));
      case Fused.PooledPointwise t ->
          Optional.of(cache -> new NativePooledPointwise(t, isa, codes, cache));
      case Resample.Resize t when ResizeByLines.canServe(t, isa) ->
          Optional.of(_ -> new ResizeByLines(t, isa, codes));
      case Resample.Resize t -> Optional.of(_ -> new NativeResize(t, isa, codes));
      case Move.Concat t -> Optional.of(_ -> new NativeConcat(t));
      case Fused.InvertedResidual t when Filter.canServe(t.filter()) && isServed(t.expand()) ->
          Optional.of(NativeInvertedResidual.offer(t, tiling(t), isa, codes));
      default -> Optional.empty();
    };
  }

  /** On numbers of 16 bits. */
  private Optional<Offer> bf16(Task task) {
    return switch (task) {
      case Linear.Pointwise t -> Optional.of(cache -> new NativePointwise(t, isa, codes, cache));
      case Linear.Depthwise t when Filter.canServeBf16(t) ->
          Optional.of(cache -> new NativeDepthwise(t, isa, codes, cache));
      case Linear.Convolution t when ConvolutionLines.canServe(t) ->
          Optional.of(cache -> new NativeConvolution(t, isa, codes, cache));
      case Fused.PooledPointwise t ->
          Optional.of(cache -> new NativePooledPointwise(t, isa, codes, cache));
      case Fused.InvertedResidual t when Filter.canServeBf16(t.filter()) && isServed(t.expand()) ->
          Optional.of(NativeInvertedResidual.offer(t, tiling(t), isa, codes));
      case Elementwise.Convert t -> Optional.of(_ -> new Bf16Pass(t, codes));
      default -> Optional.empty();
    };
  }

  /**
   * In vectors of 256 bits, whatever the widest are, but for sums of products where there are
   * instructions for them, and for what is done with bytes one by one.
   */
  private Optional<Offer> integers(Task task) {
    return switch (task) {
      case Linear.Pointwise t when IntegerProduct.canServe(t) ->
          Optional.of(cache -> new IntegerPointwise(t, isa, codes, cache));
      case Linear.Depthwise t when IntegerDepthwise.canServe(t) ->
          Optional.of(cache -> depthwise(t, cache));
      case Linear.Convolution t when IntegerConvolution.canServe(t) ->
          Optional.of(cache -> new IntegerConvolution(t, isa, codes, cache));
      case Fused.InvertedResidual t when IntegerInvertedResidual.canServe(t, isa) ->
          Optional.of(IntegerInvertedResidual.offer(t, integerTiling(t), isa, codes));
      case Quantizing.Conversion t when IntegerPass.canServe(t) ->
          Optional.of(_ -> IntegerPass.of(t, isa, codes));
      case Quantizing.Add t when IntegerPass.canServe(t) ->
          Optional.of(_ -> IntegerPass.of(t, isa, codes));
      case Quantizing.AddFixed t when IntegerPass.canServe(t) ->
          Optional.of(_ -> IntegerPass.of(t, isa, codes));
      case Quantizing.AddShifted t when IntegerPass.canServe(t) ->
          Optional.of(_ -> IntegerPass.of(t, isa, codes));
      case Quantizing.Average t when IntegerAverage.canServe(t) ->
          Optional.of(_ -> new IntegerAverage(t, codes));
      case Move.Concat t when t.formats().areAlike() && t.formats().output().isByte() ->
          Optional.of(_ -> new NativeConcat(t));
      case Move.Strided t when NativeRows.canServe(t) -> Optional.of(_ -> new NativeRows(t));
      default -> Optional.empty();
    };
  }

  private Kernel depthwise(Linear.Depthwise task, PackedWeights cache) {
    return DotDepthwise.canServe(task, isa)
        ? new DotDepthwise(task, isa, codes, cache)
        : new IntegerDepthwise(task, codes, cache);
  }

  @Override
  public boolean computesIntegers() {
    return true;
  }

  @Override
  public Optional<String> lacksBf16() {
    return hasBf16
        ? Optional.empty()
        : Optional.of(
            isa.hasMasks()
                ? "the processor has no AVX512-BF16"
                : "machine code for " + isa.title() + " has none of its instructions");
  }

  @Override
  public boolean prefers(Task fused, int workers) {
    return switch (fused) {
      case Fused.InvertedResidual t ->
          (workers == 1 || t.filter().geometry().outRows() >= LEAST_LINES_A_WORKER * workers)
              && (isOfReals(t)
                  ? Filter.canServe(t.filter())
                  : IntegerInvertedResidual.canServe(t, isa)
                      && IntegerInvertedResidual.isWorthIt(t, isa));
      case Fused.PooledPointwise t -> isOfReals(t);
      default -> false;
    };
  }

  private boolean isOfReals(Task task) {
    return task.isIn(DType.F32) || hasBf16 && Bf16Tasks.contains(task);
  }

  private static boolean isServed(Optional<Linear.Expansion> expansion) {
    return !(expansion.orElse(null) instanceof Linear.Convolution convolution)
        || ConvolutionLines.canServe(convolution);
  }

  /** In large pages, where the system has them. */
  @Override
  public PackedWeights newPackedWeights() {
    return new PackedWeights(weights::allocate);
  }

  private Tiling integerTiling(Fused.InvertedResidual task) {
    return stripLines.isPresent()
        ? Tiling.ofLines(task.filter().geometry().outH(), stripLines.getAsInt())
        : IntegerInvertedResidual.tiling(task, isa);
  }

  private Tiling tiling(Fused.InvertedResidual task) {
    int height = task.filter().geometry().outH();
    return stripLines.isPresent()
        ? Tiling.ofLines(height, stripLines.getAsInt())
        : Tiling.of(task, isa);
  }
}
