package liviano.kernels.nativecode;

import java.lang.foreign.Linker;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.CpuFeatures;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.kernels.nativecode.memory.RefusedException;

/**
 * Whether machine code can serve here, and of which kind.
 *
 * @param isa the widest registers that processor and system offer; empty where code cannot serve
 * @param why it cannot, for people
 * @param remedy what lets it serve on this machine after all; empty where nothing does
 * @param bf16 whether there are instructions on bfloat16
 */
@SuppressWarnings("restricted")
record Machine(Optional<Isa> isa, Optional<String> why, Optional<String> remedy, boolean bf16) {
  private static final String NARROW = "the processor has no AVX2 and FMA";
  private static final String AVX512 = "avx512";
  private static final String AVX2 = "avx2";

  /** Without instructions for dot products. */
  private static final String ONLY = "-only";

  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

  /**
   * Asks the system for pages, and the processor for its abilities.
   *
   * @param wanted {@code avx512} or {@code avx2} to limit registers to that width, {@code -only}
   *     after it to do without VNNI; empty for the best
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
      return of(CpuFeatures.detect(new CodeMemory(pages.get())), wanted);
    } catch (RefusedException e) {
      return cannot(e.getMessage(), Optional.of(NativeProvider.EXECUTABLE_MEMORY));
    } catch (IllegalCallerException e) {
      return cannot(
          "the JVM forbids native access (--illegal-native-access=deny)",
          Optional.of("give it --enable-native-access=" + moduleName()));
    }
  }

  static Machine of(CpuFeatures cpu, Optional<String> wanted) {
    String most = wanted.orElse(AVX512);
    boolean only = most.endsWith(ONLY);
    String width = only ? most.substring(0, most.length() - ONLY.length()) : most;
    if (!width.equals(AVX512) && !width.equals(AVX2)) {
      return cannot(
          String.format(
              Locale.ROOT,
              "-Dliviano.cpu must be %s, %s, %s or %s, is '%s'",
              AVX512,
              AVX512 + ONLY,
              AVX2,
              AVX2 + ONLY,
              most));
    }
    if (wanted.isPresent() && width.equals(AVX512) && !cpu.avx512()) {
      return cannot("the processor has no AVX-512");
    }
    if (cpu.avx512() && width.equals(AVX512)) {
      return can(cpu.avx512Dots() && !only ? Isa.AVX512_VNNI : Isa.AVX512, cpu.bf16());
    }
    if (cpu.avx2()) {
      return can(cpu.avxDots() && !only ? Isa.AVX_VNNI : Isa.AVX2, false);
    }
    return cannot(NARROW);
  }

  Isa isaOrThrow() {
    return isa.orElseThrow(() -> new IllegalStateException(why.orElseThrow()));
  }

  /** Whether the processor, as far as is known, has the registers that fast kernels need. */
  boolean isWideEnough() {
    return !why.equals(Optional.of(NARROW));
  }

  /** As {@code --enable-native-access} wants to hear of it. */
  private static String moduleName() {
    Module own = Machine.class.getModule();
    return own.isNamed() ? own.getName() : "ALL-UNNAMED";
  }

  private static Machine can(Isa isa, boolean bf16) {
    return new Machine(Optional.of(isa), Optional.empty(), Optional.empty(), bf16);
  }

  private static Machine cannot(String why) {
    return cannot(why, Optional.empty());
  }

  private static Machine cannot(String why, Optional<String> remedy) {
    return new Machine(Optional.empty(), Optional.of(why), remedy, false);
  }
}
