package liviano.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a window may be at most: what follows from it is computed in {@code int}. */
class WindowTest {

  @ParameterizedTest(name = "kernel {0}x{1}, dilation {2}x{3}")
  @CsvSource({
    "65536, 1, 1, 1", // a kernel of the most positions
    "2, 2, 65535, 65535", // and two of them as far apart
    "257, 1, 255, 1",
    "32768, 32768, 1, 1"
  })
  void theLargestWindowsThereMayBe(int kernelH, int kernelW, int dilationH, int dilationW) {
    Window window = new Window(kernelH, kernelW, 1, 1, dilationH, dilationW, Padding.SAME);

    assertThat(window.rows(1 << 30).out()).isEqualTo(1 << 30);
    assertThat(window.columns(1).out()).isEqualTo(1);
  }

  @ParameterizedTest(name = "kernel {0}x{1}, dilation {2}x{3}")
  @CsvSource({
    "32769, 1, 65536, 1", // (kernel - 1) * dilation is 2^31
    "65536, 1, 65536, 1",
    "2, 1, 65536, 1",
    "3, 1, 32768, 1",
    "1, 2, 1, 65536",
    "1, 65536, 1, 2"
  })
  void aWindowThatReachesTooFarIsRefused(int kernelH, int kernelW, int dilationH, int dilationW) {
    assertThatThrownBy(() -> new Window(kernelH, kernelW, 1, 1, dilationH, dilationW, Padding.SAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("a window of \\d+ with dilation \\d+ reaches over .* more than 65536");
  }

  @Test
  void aWindowThatReadsTooManyPositionsIsRefused() {
    assertThatThrownBy(() -> Window.square(32769, 1, Padding.SAME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a window of 32769x32769 reads over 2^30 positions");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 0", "65537, 1, 1, 0", "1, 0, 1, 0", "1, 65537, 1, 0", "1, 1, 0, 0"})
  void sizesAreAtLeastOneAndBounded(int kernel, int stride, int dilation, int padding) {
    assertThatThrownBy(() -> Window.square(kernel, stride, dilation, Padding.all(padding)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be from 1 to 65536");
  }

  @Test
  void paddingIsBounded() {
    Padding most = new Padding.Explicit(65536, 65536, 65536, 65536);

    assertThat(Window.square(1, 1, most).rows(1)).isEqualTo(new Window.Axis(131073, 65536));
    assertThatThrownBy(() -> Window.square(1, 1, new Padding.Explicit(0, 65537, 0, 0)))
        .hasMessageContaining("padding over 65536");
  }
}
