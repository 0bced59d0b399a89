package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a run stops by itself. */
@Tag("locale")
class PatienceTest {
  @Test
  void itIsOverAfterSoManyEpochsWithoutAHigherScore() {
    Patience patience = Patience.of(2).after(1, 0.5);
    assertThat(patience.isBest()).isTrue();
    patience = patience.after(2, 0.5);
    assertThat(patience.isBest()).isFalse();
    assertThat(patience.isOver()).isFalse();
    patience = patience.after(3, 0.6);
    assertThat(patience.isBest()).isTrue();
    patience = patience.after(4, Double.NaN);
    assertThat(patience.isOver()).isFalse();
    patience = patience.after(5, 0.1);
    assertThat(patience.isOver()).isTrue();
    assertThat(patience).isEqualTo(new Patience(2, 2, 0.6, 3));
  }

  @Test
  void withoutALimitItIsNeverOver() {
    Patience patience = Patience.of(0);
    for (int epoch = 1; epoch < 1000; epoch++) {
      patience = patience.after(epoch, -epoch);
    }
    assertThat(patience.isOver()).isFalse();
    assertThat(patience.bestEpoch()).isEqualTo(1);
  }

  @Test
  void aCheckpointHoldsIt() {
    for (Patience patience :
        new Patience[] {Patience.of(3), Patience.of(3).after(1, 0.1).after(2, 0.05)}) {
      Map<String, String> state = new HashMap<>();
      patience.save(state);
      assertThat(Patience.restore(3, state)).isEqualTo(patience);
      assertThat(Patience.restore(9, state).most()).isEqualTo(9);
    }
    assertThatThrownBy(() -> Patience.restore(3, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timesInHoursMinutesAndSeconds() {
    assertThat(TimeBudget.parse("30m").length()).isEqualTo(Duration.ofMinutes(30));
    assertThat(TimeBudget.parse("2h").length()).isEqualTo(Duration.ofHours(2));
    assertThat(TimeBudget.parse("1h30m").length()).isEqualTo(Duration.ofMinutes(90));
    assertThat(TimeBudget.parse("90s").length()).isEqualTo(Duration.ofSeconds(90));
    assertThat(TimeBudget.parse("1d2h3m4s").length()).isEqualTo(Duration.ofSeconds(93784));
    for (String wrong :
        new String[] {"", "30", "m", "0s", "-3m", "1.5h", "30m2h", "2 h", "99999999h", "\u0663m"}) {
      assertThatThrownBy(() -> TimeBudget.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("give one such as 30m, 2h or 1h30m");
    }
  }

  @Test
  void aTimeIsOverWhenItIsUsedUp() {
    TimeBudget budget = TimeBudget.parse("30m");
    assertThat(budget.isOver(Duration.ofMinutes(30).minusMillis(1))).isFalse();
    assertThat(budget.isOver(Duration.ofMinutes(30))).isTrue();
    assertThat(budget.left(Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(20));
    assertThat(budget.left(Duration.ofMinutes(40))).isEqualTo(Duration.ZERO);
  }
}
