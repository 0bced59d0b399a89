package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageEmbedderTest {
  /** Lengths do not matter, and zeros, which point nowhere, have nothing in common with anybody. */
  @ParameterizedTest
  @CsvSource({
    "3, 4, 6, 8, 1",
    "3, 4, -3e-9, -4e-9, -1",
    "3, 4, -4e9, 3e9, 0",
    "1, 0, 1, 1, 0.70710678",
    "3e38, 3e38, 3e38, 0, 0.70710678",
    "0, 0, 1, 2, 0",
    "1, 2, 0, 0, 0",
    "0, 0, 0, -0, 0",
  })
  void similarityIsTheCosine(float a0, float a1, float b0, float b1, double cosine) {
    float[] a = {a0, a1};
    float[] b = {b0, b1};
    assertThat(ImageEmbedder.cosineSimilarity(a, b)).isCloseTo(cosine, within(1e-7));
    assertThat(ImageEmbedder.cosineSimilarity(b, a)).isCloseTo(cosine, within(1e-7));
  }
}
