package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import liviano.vision.Picture;
import liviano.vision.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainConvolutionTest {
  @Test
  void theLetterAGivesTheWorkedExamplesNumbers() {
    ConvolutionExample example =
        ConvolutionExample.of(ConvolutionExample.LETTER_A, ConvolutionExample.KERNELS.get("sobel"));

    same(
        example.input(),
        "0,0,0,0,0,0;0,0,.6,.6,0,0;0,.6,0,0,.6,0;0,.6,.6,.6,.6,0;0,.6,0,0,.6,0;0,0,0,0,0,0");
    same(example.kernel(), "1,0,-1;2,0,-2;1,0,-1");
    same(
        example.convolution(), "-1.2,-.6,.6,1.2;-1.2,.6,-.6,1.2;-1.2,1.2,-1.2,1.2;-.6,1.2,-1.2,.6");
    same(example.relu(), "0,0,.6,1.2;0,.6,0,1.2;0,1.2,0,1.2;0,1.2,0,.6");
    same(example.maxPool(), ".6,1.2;1.2,1.2");
    same(example.averagePool(), ".15,.75;.6,.45");
    same(example.stride2(), "0,.6;0,0");
    assertThat(example.positiveShare()).isEqualTo(8 / 16.0);
  }

  @Test
  void theKernelIsNotFlipped() {
    Matrix spot = Matrix.parse("0,0,0;0,1,0;0,0,0");

    same(PlainConvolution.of(spot, Matrix.parse("1,2;3,4"), 1), "4,3;2,1");
  }

  @Test
  void strideTakesEveryOtherPosition() {
    Matrix ramp = Matrix.of(5, 4, (row, column) -> 10 * row + column);

    same(PlainConvolution.of(ramp, Matrix.parse("1"), 2), "0,2;20,22;40,42");
    same(PlainConvolution.of(ramp, Matrix.parse("1,1"), 3), "1;61");
  }

  @Test
  void blurKeepsWhatIsEven() {
    Matrix even = Matrix.of(4, 5, (row, column) -> 0.25);

    same(
        PlainConvolution.of(even, ConvolutionExample.KERNELS.get("blur"), 1),
        ".25,.25,.25;.25,.25,.25");
    same(PlainConvolution.of(even, ConvolutionExample.KERNELS.get("laplacian"), 1), "0,0,0;0,0,0");
    same(
        PlainConvolution.of(even, ConvolutionExample.KERNELS.get("sharpen"), 1),
        ".25,.25,.25;.25,.25,.25");
  }

  @Test
  void poolingDropsWhatFillsNoTile() {
    Matrix ramp = Matrix.of(3, 5, (row, column) -> row * 5 + column);

    same(PlainConvolution.maxPool(ramp, 2), "6,8");
    same(PlainConvolution.averagePool(ramp, 2), "3,5");
  }

  @Test
  void aPictureIsItsBrightness() {
    byte full = (byte) 255;
    Picture picture =
        Picture.ofRgb(
            3,
            2,
            new byte[] {0, 0, 0, full, full, full, full, 0, 0, 0, full, 0, 0, 0, full, 1, 1, 1});

    same(
        ConvolutionExample.brightness(picture, Region.whole(picture)),
        String.format(Locale.ROOT, "0,1,.299;.587,.114,%s", 1 / 255.0));
    same(ConvolutionExample.brightness(picture, new Region(1, 0, 1, 2)), "1;.114");
    assertThatThrownBy(() -> ConvolutionExample.brightness(picture, new Region(2, 1, 2, 1)))
        .hasMessage("a crop of 2x1 at (2, 1) reaches beyond the picture of 3x2 pixels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2;3        | not a matrix: row 1 has 2 numbers, row 2 has 1
          1,x          | not a matrix: 'x' in row 1, column 2 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          ''           | not a matrix: '' in row 1, column 1 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          1,2;         | not a matrix: '' in row 2, column 1 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          NaN          | not a matrix: 'NaN' in row 1, column 1 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          0x1p3        | not a matrix: '0x1p3' in row 1, column 1 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          1.2.3        | not a matrix: '1.2.3' in row 1, column 1 is no number; write it as 1,0,-1;2,0,-2;1,0,-1
          1e999        | a matrix holds finite numbers, not Infinity
          """)
  void whatIsNoMatrixIsSaid(String text, String message) {
    assertThatThrownBy(() -> Matrix.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void sizesAreBoundedBeforeAnythingIsAllocated() {
    assertThatThrownBy(() -> Matrix.of(1 << 30, 1 << 30, (row, column) -> 0))
        .hasMessage("a matrix of 1073741824x1073741824 is too large: 4,194,304 numbers at most");
    assertThatThrownBy(() -> Matrix.of(0, 3, (row, column) -> 0))
        .hasMessage("a matrix of 0x3 is empty: give at least 1x1");
    Matrix large = Matrix.of(2000, 2000, (row, column) -> 0);
    Matrix half = Matrix.of(1000, 1000, (row, column) -> 0);
    assertThatThrownBy(() -> PlainConvolution.of(large, half, 1))
        .hasMessageContaining("multiply-adds are too many");
    assertThatThrownBy(() -> PlainConvolution.of(half, large, 1))
        .hasMessage("a kernel of 2000x2000 does not fit into an input of 1000x1000");
    assertThatThrownBy(() -> PlainConvolution.of(half, half, 0))
        .hasMessage("stride must be from 1 to 1024, is 0");
  }

  @Test
  void aLongTextIsNotRead() {
    assertThatThrownBy(() -> Matrix.parse("1,".repeat(1 << 17)))
        .hasMessage("a matrix written in 262,144 letters: 65,536 at most");
  }

  private static void same(Matrix actual, String expected) {
    Matrix wanted = Matrix.parse(expected);
    assertThat(actual.toString()).isEqualTo(wanted.toString());
    for (int row = 0; row < wanted.rows(); row++) {
      for (int column = 0; column < wanted.columns(); column++) {
        assertThat(actual.at(row, column))
            .as("row %d, column %d", row, column)
            .isCloseTo(wanted.at(row, column), within(1e-12));
      }
    }
  }
}
