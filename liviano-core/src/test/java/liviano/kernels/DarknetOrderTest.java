package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the order to Darknet's own description of it: a walk over maps as they lie in memory. */
final class DarknetOrderTest {

  @ParameterizedTest
  @CsvSource({"4, 4, 4, 2", "26, 26, 64, 2", "6, 9, 18, 3", "8, 4, 12, 2", "5, 7, 3, 1"})
  void isThatOfTheLayer(int height, int width, int channels, int block) {
    int[] expected = walk(height, width, channels, block);
    DarknetOrder order = new DarknetOrder(height, width, channels, block);
    int rows = height / block;
    int columns = width / block;
    for (int k = 0; k < channels * block * block; k++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          int planar = expected[(k * rows + y) * columns + x];
          int plane = planar / (height * width);
          int interleaved = planar % (height * width) * channels + plane;
          assertThat(order.source(y, x, k)).isEqualTo(interleaved);
        }
      }
    }
  }

  /** For each index of the output in channel-height-width order, the index it is read from. */
  private static int[] walk(int h, int w, int c, int stride) {
    int[] from = new int[h * w * c];
    int planes = c / (stride * stride);
    for (int k = 0; k < c; k++) {
      for (int j = 0; j < h; j++) {
        for (int i = 0; i < w; i++) {
          int plane = k % planes;
          int offset = k / planes;
          int wideX = i * stride + offset % stride;
          int wideY = j * stride + offset / stride;
          from[i + w * (j + h * k)] = wideX + w * stride * (wideY + h * stride * plane);
        }
      }
    }
    return from;
  }
}
