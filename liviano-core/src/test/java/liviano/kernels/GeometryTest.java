package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kernels count with is within an {@code int}, or there is no such geometry. */
class GeometryTest {

  @ParameterizedTest(name = "{0} samples, in {1} of {2}, out {3}, kernel {4}, stride {5}, by {6}")
  @CsvSource({
    // batch, in, channels, out, kernel, stride, dilation, what is too much
    "1, 32, 1, 32, 32769, 1, 65536, rows under the windows",
    "1, 1, 1, 3, 1, 1073741824, 1, rows under the windows",
    "1, 1, 1, 1, 2147483647, 1, 2147483647, rows under the windows",
    "65536, 1073741824, 1, 1, 1, 1, 1, input positions",
    "65536, 1, 1, 16385, 1, 1, 1, output positions",
    "1, 1, 1073741824, 100000, 1, 1, 1, numbers under the windows",
  })
  void whatIsBeyondAnIntIsRefused(
      int batch, int in, int channels, int out, int kernel, int stride, int dilation, String what) {
    assertThatThrownBy(() -> column(batch, in, channels, out, kernel, stride, dilation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }

  @Test
  void theLargestMapHasAnAverage() {
    Geometry g = column(1, 1 << 30, 1, 1, 1 << 30, 1, 1);

    assertThat(g.outRows()).isEqualTo(1);
  }

  @Test
  void windowsOverManyRowsAndColumnsAreRefused() {
    assertThatThrownBy(
            () ->
                new Geometry(1, 1, 1, 1, 1, 1, 1, 65536, 65536, 1, 1, 1, 1, 0, 0)) // 2^32 positions
        .hasMessageContaining("positions of a window");
  }

  /** A window over the rows of a map that is one column wide. */
  private static Geometry column(
      int batch, int in, int channels, int out, int kernel, int stride, int dilation) {
    return new Geometry(
        batch, in, 1, channels, out, 1, channels, kernel, 1, stride, 1, dilation, 1, 0, 0);
  }
}
