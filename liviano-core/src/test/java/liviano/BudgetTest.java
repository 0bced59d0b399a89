package liviano;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import liviano.Budget.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final long GIB = 1 << 30;

  @Test
  void textsAreLimitedByTheHeap() {
    Budget small = Budget.standard(GIB / 4, 1);
    Budget large = Budget.standard(16 * GIB, 1);

    assertThat(small.most(Limit.JSON_BYTES)).isEqualTo(16 << 20);
    assertThat(small.most(Limit.JSON_VALUES)).isEqualTo(524_288);
    assertThat(large.most(Limit.JSON_BYTES)).isEqualTo(64 << 20);
    assertThat(large.most(Limit.JSON_VALUES)).isEqualTo(2_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAtTheLimitIsAllowedAndOneMoreIsNot(Limit limit) {
    Budget budget = Budget.standard(GIB, 1).with(limit, 1000);

    budget.require(limit, 1000, "layer a");
    assertThatThrownBy(() -> budget.require(limit, 1001, "layer a"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("layer a: 1,001 ")
        .hasMessageContaining("the limit is 1,000")
        .hasMessageContaining("Budget.with(" + limit + ", ...)")
        .hasMessageContaining("-Dliviano.budget=2 ")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneLimitIsRaisedAloneAndAFactorRaisesAll(Limit limit) {
    Budget standard = Budget.standard(GIB, 1);
    long most = standard.most(limit);

    assertThat(standard.with(limit, most + 1).most(limit)).isEqualTo(most + 1);
    assertThat(standard.with(limit, most + 1).with(limit, most)).isEqualTo(standard);
    assertThat(Budget.standard(GIB, 3).most(limit)).isEqualTo(3 * most);
    assertThat(Budget.standard(GIB, 999_999_999).most(limit)).isGreaterThan(most);
  }

  /** The factor that a message names is enough. */
  @Test
  void theFactorInTheMessageIsEnough() {
    Budget budget = Budget.standard(GIB, 1);
    long asked = 5 * budget.most(Limit.NODES) + 1;

    assertThatThrownBy(() -> budget.require(Limit.NODES, asked, "it"))
        .hasMessageContaining("-Dliviano.budget=6 ");
    Budget.standard(GIB, 6).require(Limit.NODES, asked, "it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "", "9999999999"})
  void aFactorThatIsNoWholeNumberIsRefused(String factor) {
    System.setProperty(Budget.PROPERTY, factor);
    try {
      assertThatThrownBy(Budget::defaults)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-Dliviano.budget must be a whole number");
    } finally {
      System.clearProperty(Budget.PROPERTY);
    }
  }

  @Test
  void everyLimitIsGivenAndPositive() {
    assertThatThrownBy(() -> new Budget(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Budget.defaults().with(Limit.NODES, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NODES");
  }
}
