package liviano;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import liviano.Limits.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated
class LimitsTest {
  private static final long GIB = 1 << 30;

  @Test
  void thePageOnSecurityTellsEachOfThem() throws IOException {
    String page = Files.readString(Path.of("..", "SECURITY.md"));
    for (Limit limit : Limit.values()) {
      assertThat(page).contains("`" + limit.name() + "`");
    }
  }

  @Test
  void listsOfDataSetsAreLimitedByTheHeap() {
    assertThat(Limits.standard(GIB, 1).most(Limit.DATASET_VALUES)).isEqualTo(GIB / 400);
    assertThat(Limits.standard(GIB, 1).most(Limit.DATASET_BYTES)).isEqualTo(GIB / 8);
    assertThat(Limits.standard(64 * GIB, 1).most(Limit.DATASET_BYTES)).isEqualTo(GIB);
  }

  @Test
  void textsAreLimitedByTheHeap() {
    Limits small = Limits.standard(GIB / 4, 1);
    Limits large = Limits.standard(16 * GIB, 1);

    assertThat(small.most(Limit.TEXT_BYTES)).isEqualTo(16 << 20);
    assertThat(small.most(Limit.JSON_VALUES)).isEqualTo(524_288);
    assertThat(large.most(Limit.TEXT_BYTES)).isEqualTo(64 << 20);
    assertThat(large.most(Limit.JSON_VALUES)).isEqualTo(2_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAtTheLimitIsAllowedAndOneMoreIsNot(Limit limit) {
    Limits limits = Limits.standard(GIB, 1).with(limit, 1000);

    limits.require(limit, 1000, "layer a");
    assertThatThrownBy(() -> limits.require(limit, 1001, "layer a"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("layer a: 1,001 ")
        .hasMessageContaining("the limit is 1,000")
        .hasMessageContaining("Limits.with(" + limit + ", ...)")
        .hasMessageContaining("-Dliviano.limits=2 ")
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneLimitIsRaisedAloneAndAFactorRaisesAll(Limit limit) {
    Limits standard = Limits.standard(GIB, 1);
    long most = standard.most(limit);

    assertThat(standard.with(limit, most + 1).most(limit)).isEqualTo(most + 1);
    assertThat(standard.with(limit, most + 1).with(limit, most)).isEqualTo(standard);
    assertThat(Limits.standard(GIB, 3).most(limit)).isEqualTo(3 * most);
    assertThat(Limits.standard(GIB, 999_999_999).most(limit)).isGreaterThan(most);
  }

  /** The factor that a message names is enough. */
  @Test
  void theFactorInTheMessageIsEnough() {
    Limits limits = Limits.standard(GIB, 1);
    long asked = 5 * limits.most(Limit.NODES) + 1;

    assertThatThrownBy(() -> limits.require(Limit.NODES, asked, "it"))
        .hasMessageContaining("-Dliviano.limits=6 ");
    Limits.standard(GIB, 6).require(Limit.NODES, asked, "it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "", "9999999999"})
  void aFactorThatIsNoWholeNumberIsRefused(String factor) {
    System.setProperty(Limits.PROPERTY, factor);
    try {
      assertThatThrownBy(Limits::defaults)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-Dliviano.limits must be a whole number");
    } finally {
      System.clearProperty(Limits.PROPERTY);
    }
  }

  @Test
  void everyLimitIsGivenAndPositive() {
    assertThatThrownBy(() -> new Limits(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Limits.defaults().with(Limit.NODES, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NODES");
  }
}
