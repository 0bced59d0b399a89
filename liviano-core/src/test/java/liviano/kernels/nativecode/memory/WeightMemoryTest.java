package liviano.kernels.nativecode.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WeightMemoryTest {
  private static final long LARGE = 2 << 20;

  /** Pages of a system that gives so many bytes and no more. */
  private static final class Counted implements Pages {
    private final long most;
    private long given;
    final List<MemorySegment> large = new ArrayList<>();

    Counted(long most) {
      this.most = most;
    }

    @Override
    public MemorySegment map(long bytes) {
      given += bytes;
      if (given > most) {
        throw new RefusedException("the system gives no memory (mmap)");
      }
      return Arena.ofAuto().allocate(bytes, 4096);
    }

    @Override
    public void makeExecutable(MemorySegment pages) {
      throw new AssertionError("weights are not code");
    }

    @Override
    public void preferLarge(MemorySegment pages) {
      large.add(pages);
    }

    @Override
    public void unmap(MemorySegment pages) {}
  }

  @Test
  void weightsStandSideBySideInLargePages() {
    Counted pages = new Counted(Long.MAX_VALUE);
    WeightMemory memory = new WeightMemory(pages, new AtomicLong());

    MemorySegment a = memory.allocate(100);
    MemorySegment b = memory.allocate(1);
    MemorySegment large = memory.allocate(5 * LARGE + 1);

    assertThat(a.byteSize()).isEqualTo(100);
    assertThat(b.address()).as("on the next boundary").isEqualTo(a.address() + 128);
    assertThat(pages.large).hasSize(2);
    assertThat(pages.large)
        .allSatisfy(slab -> assertThat(slab.address() % LARGE).isZero())
        .allSatisfy(slab -> assertThat(slab.byteSize() % LARGE).isZero());
    assertThat(large.address()).isEqualTo(pages.large.get(1).address());
    large.set(ValueLayout.JAVA_BYTE, 5 * LARGE, (byte) 1); // the last byte is there
  }

  @Test
  void beyondALimitWeightsStandWhereTheCollectorKnowsOfThem() {
    Counted pages = new Counted(Long.MAX_VALUE);
    WeightMemory memory = new WeightMemory(pages, new AtomicLong());

    MemorySegment huge = memory.allocate(200L << 20);

    assertThat(huge.byteSize()).isEqualTo(200L << 20);
    assertThat(pages.large).isEmpty();
  }

  @Test
  void whereTheSystemGivesNoneOrdinaryMemoryServes() {
    Counted pages = new Counted(0);

    MemorySegment weights = new WeightMemory(pages, new AtomicLong()).allocate(1000);

    assertThat(weights.byteSize()).isEqualTo(1000);
    assertThat(weights.address() % 64).isZero();
    assertThat(weights.mismatch(MemorySegment.ofArray(new byte[1000]))).isEqualTo(-1);
  }
}
