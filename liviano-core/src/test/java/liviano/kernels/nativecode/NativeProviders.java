package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.kernels.KernelProvider;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;

/** Every kind of machine code that this processor has. */
public final class NativeProviders {
  private NativeProviders() {}

  /** The widest first; empty where machine code cannot serve. */
  @SuppressWarnings("restricted")
  public static List<KernelProvider> all() {
    Pages pages = new PosixPages(Linker.nativeLinker());
    return Stream.of("avx512", "avx512-only", "avx2", "avx2-only")
        .flatMap(cpu -> Machine.detect(Optional.of(cpu)).isa().stream())
        .distinct()
        .<KernelProvider>map(isa -> new NativeProvider(isa, pages, System::nanoTime))
        .toList();
  }
}
