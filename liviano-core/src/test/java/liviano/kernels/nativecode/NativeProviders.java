package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.kernels.KernelProvider;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;

/** The kinds of machine code that this processor has. */
public final class NativeProviders {
  private NativeProviders() {}

  /** One for each width of registers, the widest first; empty where machine code cannot serve. */
  public static List<KernelProvider> all() {
    return of("avx512", "avx2");
  }

  /** And those without dot products of bytes, which compute integers alone in another way. */
  public static List<KernelProvider> forIntegers() {
    return of("avx512", "avx512-only", "avx2", "avx2-only");
  }

  @SuppressWarnings("restricted")
  private static List<KernelProvider> of(String... cpus) {
    Pages pages = new PosixPages(Linker.nativeLinker());
    return Stream.of(cpus)
        .flatMap(cpu -> Machine.detect(Optional.of(cpu)).isa().stream())
        .distinct()
        .<KernelProvider>map(isa -> new NativeProvider(isa, pages, System::nanoTime))
        .toList();
  }
}
