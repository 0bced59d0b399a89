package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.vision.eval.DataSetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
  @ParameterizedTest
  @CsvSource({"103, 8, 1", "103, 8, 3", "64, 8, 2", "7, 8, 2", "5, 1, 5", "1000, 32, 7"})
  void workersShareAnEpochWithoutOverlapAndEvenly(int size, int batch, int world) {
    Set<Integer> seen = new HashSet<>();
    int samples = -1;
    for (int rank = 0; rank < world; rank++) {
      BatchPlan plan = BatchPlan.training(batch, 5).withShard(rank, world);
      int[] order = plan.order(size, 3);
      for (int index : order) {
        assertThat(index).isBetween(0, size - 1);
        assertThat(seen.add(index)).isTrue();
      }
      assertThat(order).hasSize(plan.samples(size));
      assertThat(plan.batches(size))
          .isEqualTo(BatchPlan.training(batch, 5).withShard(0, world).batches(size))
          .isPositive();
      assertThat(samples == -1 || samples == order.length).isTrue();
      samples = order.length;
    }
  }

  @Test
  void workersTogetherSeeTheBatchesOfOne() {
    int[] one = BatchPlan.training(8, 5).order(100, 2);
    int[] first = BatchPlan.training(4, 5).withShard(0, 2).order(100, 2);
    int[] second = BatchPlan.training(4, 5).withShard(1, 2).order(100, 2);
    for (int batch = 0; batch < one.length / 8; batch++) {
      List<Integer> together = new ArrayList<>();
      for (int i = 4 * batch; i < 4 * batch + 4; i++) {
        together.add(first[i]);
        together.add(second[i]);
      }
      int from = 8 * batch;
      assertThat(together)
          .isEqualTo(IntStream.range(from, from + 8).mapToObj(i -> one[i]).toList());
    }
  }

  @Test
  void epochsAndSeedsDifferAndComeAgain() {
    BatchPlan plan = BatchPlan.training(8, 5);
    assertThat(plan.order(100, 0))
        .isEqualTo(plan.order(100, 0))
        .isNotEqualTo(plan.order(100, 1))
        .isNotEqualTo(BatchPlan.training(8, 6).order(100, 0));
  }

  @Test
  void whatDoesNotFillABatchIsLeftOutOfTrainingAlone() {
    assertThat(BatchPlan.training(8, 0).batches(100)).isEqualTo(12);
    assertThat(BatchPlan.training(8, 0).samples(100)).isEqualTo(96);
    assertThat(BatchPlan.training(8, 0).samples(5)).isEqualTo(5);
    assertThat(BatchPlan.evaluation(8).batches(100)).isEqualTo(13);
    assertThat(BatchPlan.evaluation(8).order(100, 4)).isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(BatchPlan.evaluation(8).batches(0)).isZero();
  }

  @Test
  void tooFewPicturesForTheWorkersAreSaid() {
    BatchPlan plan = BatchPlan.training(8, 0).withShard(1, 4);
    assertThatThrownBy(() -> plan.batches(3))
        .isInstanceOf(DataSetException.class)
        .hasMessage("training pictures: 3 for 4 workers: give more pictures or fewer workers");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> BatchPlan.training(0, 0)).isInstanceOf(IllegalArgumentException.class);
    BatchPlan plan = BatchPlan.training(1, 0);
    assertThatThrownBy(() -> plan.withShard(2, 2)).hasMessageContaining("rank 2 of 2");
    assertThatThrownBy(() -> plan.withThreads(0)).hasMessageContaining("0 threads");
    assertThatThrownBy(() -> plan.withAhead(0)).hasMessageContaining("0 batches ahead");
  }
}
