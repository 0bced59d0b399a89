package liviano.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExtentsTest {

  @Test
  void holdsWhatFilesMayAndGraphsMayNot() {
    assertThat(Extents.of().bytes(DType.F64)).isEqualTo(8);
    assertThat(Extents.of(3, 0, 1L << 62).bytes(DType.I8)).isZero();
    assertThat(Extents.of(1L << 40).bytes(DType.BF16)).isEqualTo(1L << 41);
    assertThat(Extents.of(32, 3)).hasToString("[32, 3]").isEqualTo(Shape.of(32, 3).extents());
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of());
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(3, 0));
  }

  @Test
  void refusesWhatNoFileMayHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Extents.of(2, -1))
        .withMessage("negative dimension in [2, -1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Extents.of(new long[9]))
        .withMessage("9 dimensions, at most 8 are supported");
    assertThatThrownBy(() -> Extents.of(1L << 61).bytes(DType.F64))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("more than 2^63 bytes in F64 [2305843009213693952]");
  }
}
