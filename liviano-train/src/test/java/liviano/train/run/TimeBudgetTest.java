package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a run may work. */
@Tag("locale")
class TimeBudgetTest {
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
