package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.MadeCode;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.kernels.nativecode.memory.WeightMemory;
import liviano.tensor.DType;

/** Kernels in machine code made for this processor, in {@link DType#F32}. */
@SuppressWarnings("restricted")
public final class NativeProvider implements KernelProvider {
  /**
   * With fewer output lines per worker, the lines that adjacent strips expand twice cost more than
   * fusing the block gains.
   */
  private static final int LEAST_LINES_A_WORKER = 4;

  private final Isa isa;
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

  /** System property that keeps to registers of 256 bits: {@code avx2}. */
  public static final String CPU_PROPERTY = "liviano.cpu";

  /** What to do where the system does not let a process execute what it wrote. */
  public static final String EXECUTABLE_MEMORY =
      "let this process make memory executable (SELinux: execmem; systemd:"
          + " MemoryDenyWriteExecute=no)";

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
   * @param cpu {@code avx512} or {@code avx2}
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
   * @param cpu {@code avx512} or {@code avx2}
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
  public Optional<Kernel> prepare(Task task, PackedWeights cache) {
    if (!task.isIn(DType.F32)) {
      return Optional.empty();
    }
    cache.packInto(weights::allocate);
    return switch (task) {
      case Task.Pointwise t -> Optional.of(new NativePointwise(t, isa, codes, cache));
      case Task.Depthwise t when Filter.canServe(t) ->
          Optional.of(new NativeDepthwise(t, isa, codes, cache));
      case Task.Convolution t when ConvolutionLines.canServe(t) ->
          Optional.of(new NativeConvolution(t, isa, codes, cache));
      case Task.AveragePool t when t.isGlobal() ->
          Optional.of(new NativeAveragePool(t, isa, codes));
      case Task.Softmax t -> Optional.of(new NativeSoftmax(t, isa, codes));
      case Task.Sigmoid t -> Optional.of(new NativeSigmoid(t, isa, codes));
      case Task.PooledPointwise t -> Optional.of(new NativePooledPointwise(t, isa, codes, cache));
      case Task.Resize t -> Optional.of(new NativeResize(t, isa, codes));
      case Task.Concat t -> Optional.of(new NativeConcat(t));
      case Task.InvertedResidual t when Filter.canServe(t.filter()) && isServed(t.expand()) ->
          Optional.of(new NativeInvertedResidual(t, tiling(t), isa, codes, cache));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean prefers(Task fused, int workers) {
    return fused.isIn(DType.F32)
        && switch (fused) {
          case Task.InvertedResidual t ->
              Filter.canServe(t.filter())
                  && (workers == 1
                      || t.filter().geometry().outRows() >= LEAST_LINES_A_WORKER * workers);
          case Task.PooledPointwise _ -> true;
          default -> false;
        };
  }

  private static boolean isServed(Optional<Task.Expansion> expansion) {
    return !(expansion.orElse(null) instanceof Task.Convolution convolution)
        || ConvolutionLines.canServe(convolution);
  }

  @Override
  public boolean overwrites(Task task, int workers) {
    return task.isIn(DType.F32)
        && task instanceof Task.InvertedResidual block
        && Filter.canServe(block.filter())
        && SpentInput.takesOutput(block, tiling(block), workers);
  }

  private Tiling tiling(Task.InvertedResidual task) {
    int height = task.filter().geometry().outH();
    return stripLines.isPresent()
        ? Tiling.ofLines(height, stripLines.getAsInt())
        : Tiling.of(task, isa);
  }
}
