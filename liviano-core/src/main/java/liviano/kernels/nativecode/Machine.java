package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether machine code can serve here, and of which kind.
 *
 * @param isa the widest registers that processor and system offer; empty where code cannot serve
 * @param why it cannot, for people
 */
@SuppressWarnings("restricted")
record Machine(Optional<Isa> isa, Optional<String> why) {
  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

  /**
   * Asks the system for pages, and the processor for its abilities.
   *
   * @param wanted {@code avx512} or {@code avx2} to use no more than that; empty for the best
   */
  static Machine detect(Optional<String> wanted) {
    return detect(wanted, () -> new PosixPages(Linker.nativeLinker()));
  }

  /**
   * @param pages where pages come from; asked only on a processor and a system that may serve
   */
  static Machine detect(Optional<String> wanted, Supplier<Pages> pages) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (!X86_64.contains(System.getProperty("os.arch", ""))) {
      return cannot("the processor is not an x86-64");
    }
    if (!os.startsWith("linux") && !os.startsWith("mac")) {
      return cannot("it speaks the calling convention of Linux and macOS alone");
    }
    try {
      return of(Cpu.detect(new CodeMemory(pages.get())), wanted);
    } catch (RefusedException e) {
      return cannot(e.getMessage());
    } catch (IllegalCallerException e) {
      return cannot("the JVM forbids native access (--illegal-native-access=deny)");
    }
  }

  static Machine of(Cpu cpu, Optional<String> wanted) {
    String most = wanted.orElse("avx512");
    if (!most.equals("avx512") && !most.equals("avx2")) {
      return cannot("-Dliviano.cpu must be avx512 or avx2, is '" + most + "'");
    }
    if (wanted.equals(Optional.of("avx512")) && !cpu.avx512()) {
      return cannot("the processor has no AVX-512");
    }
    if (cpu.avx512() && most.equals("avx512")) {
      return new Machine(Optional.of(Isa.AVX512), Optional.empty());
    }
    if (cpu.avx2()) {
      return new Machine(Optional.of(Isa.AVX2), Optional.empty());
    }
    return cannot("the processor has no AVX2 and FMA");
  }

  Isa isaOrThrow() {
    return isa.orElseThrow(() -> new IllegalStateException(why.orElseThrow()));
  }

  private static Machine cannot(String why) {
    return new Machine(Optional.empty(), Optional.of(why));
  }
}
