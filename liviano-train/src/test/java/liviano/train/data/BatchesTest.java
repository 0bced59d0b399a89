package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  private static final int LENGTH = 12;

  /** Inputs that say index, seed and augmentation. */
  private static class Numbers implements SampleSource<Integer> {
    private final int size;
    final AtomicInteger prepared = new AtomicInteger();

    Numbers(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int inputLength() {
      return LENGTH;
    }

    @Override
    public Integer prepare(int index, long seed, boolean augment, float[] into, int at)
        throws IOException {
      Draws draws = new Draws(Draws.seed(seed, index));
      for (int i = 0; i < LENGTH; i++) {
        into[at + i] = augment ? (float) draws.fraction() : index;
      }
      prepared.incrementAndGet();
      return index;
    }
  }

  private record Copy(List<Float> inputs, List<Integer> labels) {}

  private static List<Copy> all(Batches<Integer> batches) throws IOException {
    List<Copy> all = new ArrayList<>();
    try (batches) {
      for (Optional<Batch<Integer>> next = batches.next();
          next.isPresent();
          next = batches.next()) {
        Batch<Integer> batch = next.get();
        assertThat(batch.inputs()).hasSize(batch.n() * LENGTH);
        List<Float> inputs = new ArrayList<>();
        for (float value : batch.inputs()) {
          inputs.add(value);
        }
        all.add(new Copy(inputs, batch.labels()));
      }
    }
    return all;
  }

  private static List<Copy> epoch(BatchPlan plan, long epoch, int from) throws IOException {
    return all(Batches.of(new Numbers(103), plan, epoch, from));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void threadsChangeNothing(int threads) throws IOException {
    BatchPlan plan = BatchPlan.training(8, 42).withThreads(1);
    assertThat(epoch(plan.withThreads(threads).withAhead(threads), 3, 0))
        .hasSize(12)
        .isEqualTo(epoch(plan, 3, 0));
  }

  @Test
  void anEpochCanBeginAtAnyBatch() throws IOException {
    BatchPlan plan = BatchPlan.training(8, 42);
    List<Copy> whole = epoch(plan, 3, 0);
    for (int from : new int[] {1, 7, 12}) {
      assertThat(epoch(plan, 3, from)).isEqualTo(whole.subList(from, 12));
    }
    assertThatThrownBy(() -> epoch(plan, 3, 13)).hasMessageContaining("batch 13");
  }

  @Test
  void aBatchThatIsSkippedCostsNothing() throws IOException {
    Numbers source = new Numbers(103);
    all(Batches.of(source, BatchPlan.training(8, 42), 0, 10));
    assertThat(source.prepared).hasValue(16);
  }

  @Test
  void everySampleIsAugmentedAnewInEachEpoch() throws IOException {
    Numbers source = new Numbers(1);
    BatchPlan plan = BatchPlan.training(1, 42);
    assertThat(all(Batches.of(source, plan, 0, 0)))
        .isEqualTo(all(Batches.of(source, plan, 0, 0)))
        .isNotEqualTo(all(Batches.of(source, plan, 1, 0)))
        .isNotEqualTo(all(Batches.of(source, BatchPlan.training(1, 43), 0, 0)));
  }

  @Test
  void evaluationSeesEachSampleOnceAsInUse() throws IOException {
    List<Copy> batches = epoch(BatchPlan.evaluation(10), 7, 0);
    assertThat(batches).hasSize(11);
    assertThat(batches.getLast().labels()).containsExactly(100, 101, 102);
    assertThat(batches.getLast().inputs()).startsWith(100f).endsWith(102f);
  }

  @Test
  void arraysAreUsedAgain() throws IOException {
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    BatchPlan plan = BatchPlan.training(2, 0).withAhead(3);
    try (Batches<Integer> batches = Batches.of(new Numbers(103), plan, 0, 0)) {
      for (Optional<Batch<Integer>> next = batches.next();
          next.isPresent();
          next = batches.next()) {
        arrays.add(next.get().inputs());
      }
    }
    assertThat(arrays).hasSize(4);
  }

  @Test
  void noMoreIsPreparedThanThePlanSays() throws Exception {
    Numbers source = new Numbers(103);
    BatchPlan plan = BatchPlan.training(2, 0).withAhead(3);
    try (Batches<Integer> batches = Batches.of(source, plan, 0, 0)) {
      batches.next();
      // The batch that is held, and three ahead; wait until they are there.
      while (source.prepared.get() < 8) {
        Thread.onSpinWait();
      }
      batches.next();
      while (source.prepared.get() < 10) {
        Thread.onSpinWait();
      }
    }
    assertThat(source.prepared).hasValue(10);
  }

  /** Fails at two indices, the later one first. */
  private static final class Failing extends Numbers {
    private final CountDownLatch later = new CountDownLatch(1);

    Failing() {
      super(8);
    }

    @Override
    public Integer prepare(int index, long seed, boolean augment, float[] into, int at)
        throws IOException {
      if (index == 5) {
        later.countDown();
        throw new IOException("5.jpg: gone");
      }
      if (index == 1) {
        try {
          later.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        throw new IOException("1.jpg: gone");
      }
      return super.prepare(index, seed, augment, into, at);
    }
  }

  @Test
  void theFirstFailureOfABatchIsThrownWhicheverThreadWasFaster() {
    BatchPlan plan = BatchPlan.evaluation(8).withThreads(4);
    try (Batches<Integer> batches = Batches.of(new Failing(), plan, 0, 0)) {
      assertThatThrownBy(batches::next).isInstanceOf(IOException.class).hasMessage("1.jpg: gone");
    }
  }

  @Test
  void anErrorOfAThreadReachesTheCaller() {
    SampleSource<Integer> source =
        new Numbers(4) {
          @Override
          public Integer prepare(int index, long seed, boolean augment, float[] into, int at) {
            throw new StackOverflowError("deep");
          }
        };
    try (Batches<Integer> batches = Batches.of(source, BatchPlan.evaluation(4), 0, 0)) {
      assertThatThrownBy(batches::next).isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void closingEndsTheThreads() throws IOException {
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    SampleSource<Integer> source =
        new Numbers(1000) {
          @Override
          public Integer prepare(int index, long seed, boolean augment, float[] into, int at)
              throws IOException {
            threads.add(Thread.currentThread());
            return super.prepare(index, seed, augment, into, at);
          }
        };
    Batches<Integer> batches = Batches.of(source, BatchPlan.training(2, 0).withThreads(3), 0, 0);
    batches.next();
    batches.close();
    batches.close();
    assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptedCallerIsNotKeptWaiting() {
    CountDownLatch never = new CountDownLatch(1);
    SampleSource<Integer> source =
        new Numbers(4) {
          @Override
          public Integer prepare(int index, long seed, boolean augment, float[] into, int at)
              throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return index;
          }
        };
    try (Batches<Integer> batches = Batches.of(source, BatchPlan.evaluation(4), 0, 0)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aBatchThatNoArrayHoldsIsRefused() {
    SampleSource<Integer> source =
        new Numbers(4) {
          @Override
          public int inputLength() {
            return 1 << 30;
          }
        };
    assertThatThrownBy(() -> Batches.of(source, BatchPlan.evaluation(4), 0, 0))
        .hasMessageContaining("give a smaller batch");
  }

  @Test
  void samplesHaveArraysOfTheirOwn() throws IOException {
    Sample<Integer> sample = new Numbers(4).sample(3, 0, false);
    assertThat(sample.label()).isEqualTo(3);
    float[] threes = new float[LENGTH];
    Arrays.fill(threes, 3);
    assertThat(sample.input()).isEqualTo(threes);
  }
}
