package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeMemory;
import liviano.kernels.nativecode.memory.CpuFeatures;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.kernels.nativecode.memory.Pages;
import liviano.kernels.nativecode.memory.PosixPages;
import liviano.kernels.nativecode.memory.RefusedException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class MachineTest {
  private static final CpuFeatures ZEN_4 = new CpuFeatures(true, true, false, true, true);
  private static final CpuFeatures SKYLAKE_X = new CpuFeatures(true, true, false, false, false);
  private static final CpuFeatures ALDER_LAKE = new CpuFeatures(true, false, true, false, false);
  private static final CpuFeatures HASWELL = new CpuFeatures(true, false, false, false, false);

  /** Pages of a system that does not let memory be executed. */
  private static final class Hardened implements Pages {
    final List<Long> unmapped = new ArrayList<>();

    @Override
    public MemorySegment map(long bytes) {
      return Arena.ofAuto().allocate(bytes);
    }

    @Override
    public void makeExecutable(MemorySegment pages) {
      throw new RefusedException("the system does not let memory be executed (mprotect)");
    }

    @Override
    public void preferLarge(MemorySegment pages) {}

    @Override
    public void unmap(MemorySegment pages) {
      unmapped.add(pages.address());
    }
  }

  @Test
  void whereCodeIsRefusedItIsSaidWhy() {
    Assumptions.assumeTrue(
        Machine.detect(Optional.empty()).isa().isPresent(), "machine code cannot serve here");
    Hardened hardened = new Hardened();

    Machine machine = Machine.detect(Optional.empty(), () -> hardened);

    assertThat(machine.isa()).isEmpty();
    assertThat(machine.why()).contains("the system does not let memory be executed (mprotect)");
    assertThat(hardened.unmapped).as("pages given back").hasSize(1);
  }

  @Test
  void codeThatCannotBePlacedIsGivenBack() {
    Hardened hardened = new Hardened();

    assertThatThrownBy(() -> new CodeMemory(hardened).place(new byte[] {(byte) 0xC3}))
        .isInstanceOf(RefusedException.class);
    assertThat(hardened.unmapped).hasSize(1);
  }

  @Test
  void piecesOfCodeShareWhatTheSystemGivesAndNoPage() {
    Assumptions.assumeTrue(
        Machine.detect(Optional.empty()).isa().isPresent(), "machine code cannot serve here");
    CodeMemory memory = new CodeMemory(new PosixPages(Linker.nativeLinker()));
    byte[] large = new byte[2 << 20]; // more than the system is asked for at a time
    List<MemorySegment> pieces = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pieces.add(memory.place(i == 100 ? large : new byte[] {(byte) 0xC3}));
    }

    for (MemorySegment piece : pieces) {
      assertThat(piece.address() % 4096).isZero();
      assertThat(pieces)
          .filteredOn(other -> other.asOverlappingSlice(piece).isPresent())
          .hasSize(1);
    }
    NativeCall.run(pieces.getLast(), 0); // returns
  }

  @Test
  void theWidestRegistersServeUnlessFewerAreWanted() {
    assertThat(Machine.of(ZEN_4, Optional.empty()).isa()).contains(Isa.AVX512_VNNI);
    assertThat(Machine.of(ZEN_4, Optional.of("avx512-only")).isa()).contains(Isa.AVX512);
    assertThat(Machine.of(ZEN_4, Optional.of("avx2")).isa()).contains(Isa.AVX2);
    assertThat(Machine.of(SKYLAKE_X, Optional.empty()).isa()).contains(Isa.AVX512);
    assertThat(Machine.of(ALDER_LAKE, Optional.empty()).isa()).contains(Isa.AVX_VNNI);
    assertThat(Machine.of(ALDER_LAKE, Optional.of("avx2-only")).isa()).contains(Isa.AVX2);
    assertThat(Machine.of(HASWELL, Optional.empty()).isa()).contains(Isa.AVX2);
    assertThat(Machine.of(HASWELL, Optional.of("avx512")).why())
        .contains("the processor has no AVX-512");
    assertThat(
            Machine.of(new CpuFeatures(false, false, false, false, false), Optional.empty()).why())
        .contains("the processor has no AVX2 and FMA");
    assertThat(Machine.of(ZEN_4, Optional.of("sse")).why())
        .contains("-Dliviano.cpu must be avx512, avx512-only, avx2 or avx2-only, is 'sse'");
  }
}
