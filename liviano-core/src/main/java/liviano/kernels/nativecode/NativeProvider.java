package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Format;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.KernelProvider;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;

/** Kernels in machine code made for this processor, in {@link Format#F32}. */
@SuppressWarnings("restricted")
public final class NativeProvider implements KernelProvider {
  private final Isa isa;
  private final CodeCache codes;

  /** What was found out about this machine, once. */
  private static final class Here {
    static final Machine MACHINE =
        Machine.detect(Optional.ofNullable(System.getProperty(CPU_PROPERTY)));
  }

  /** System property that keeps to registers of 256 bits: {@code avx2}. */
  public static final String CPU_PROPERTY = "liviano.cpu";

  /** Why machine code cannot serve on this machine; empty where it can. */
  public static Optional<String> unavailable() {
    return Here.MACHINE.why();
  }

  /**
   * The provider for this machine.
   *
   * @throws IllegalStateException if machine code cannot serve here; the message says why
   */
  public NativeProvider() {
    this(Here.MACHINE.isaOrThrow(), new CodeMemory(new PosixPages(Linker.nativeLinker())));
  }

  NativeProvider(Isa isa, CodeMemory memory) {
    this.isa = isa;
    this.codes = new CodeCache(memory);
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
  public Optional<Kernel> prepare(Task task, PackedWeights cache) {
    return switch (task) {
      case Task.Pointwise t when isF32(t.weight().format(), t.epilogue()) ->
          Optional.of(new NativePointwise(t, isa, codes, cache));
      case Task.Depthwise t when isF32(t.weight().format(), t.epilogue()) && Filter.canServe(t) ->
          Optional.of(new NativeDepthwise(t, isa, codes, cache));
      case Task.Convolution t
          when isF32(t.weight().format(), t.epilogue()) && ConvolutionLines.canServe(t) ->
          Optional.of(new NativeConvolution(t, isa, codes, cache));
      case Task.Resize t -> Optional.of(new NativeResize(t, isa, codes));
      case Task.InvertedResidual t when fuses(t) ->
          Optional.of(new NativeInvertedResidual(t, tiling(t), isa, codes, cache));
      default -> Optional.empty();
    };
  }

  @Override
  public boolean fuses(Task.InvertedResidual task) {
    boolean expands =
        task.expand()
            .map(
                expand ->
                    switch (expand) {
                      case Task.Pointwise t -> isF32(t.weight().format(), t.epilogue());
                      case Task.Convolution t ->
                          isF32(t.weight().format(), t.epilogue()) && ConvolutionLines.canServe(t);
                    })
            .orElse(true);
    return expands
        && isF32(task.filter().weight().format(), task.filter().epilogue())
        && isF32(task.project().weight().format(), task.project().epilogue())
        && Filter.canServe(task.filter());
  }

  /** As few lines as fill a tile: most of a block then stays in the caches of one core. */
  private Tiling tiling(Task.InvertedResidual task) {
    Geometry g = task.filter().geometry();
    return new Tiling(Math.min(g.outH(), Math.ceilDiv(isa.tileRows(), g.outW())));
  }

  private static boolean isF32(Format weight, Epilogue epilogue) {
    return weight == Format.F32
        && epilogue.bias().map(bias -> bias.format() == Format.F32).orElse(true);
  }
}
