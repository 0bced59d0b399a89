package liviano.vision;

import static liviano.vision.TestPictures.rampColour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures from pixels in a program's memory, and back. */
class PictureMemoryTest {
  private static final int WIDTH = 5;
  private static final int HEIGHT = 4;
  private static final byte FILLED = 0x55;

  /** The order's letters, place by place, for a pixel of this colour; alpha is noise. */
  private static void put(ByteBuffer pixels, int at, PixelOrder order, int colour) {
    String letters = order.name();
    for (int i = 0; i < letters.length(); i++) {
      int value =
          switch (letters.charAt(i)) {
            case 'R' -> colour >> 16;
            case 'G' -> colour >> 8;
            case 'B' -> colour;
            default -> 31 * at;
          };
      pixels.put(at + i, (byte) value);
    }
  }

  /** The ramp with {@code offset} bytes before its first row and none behind its last pixel. */
  private static ByteBuffer ramp(ByteBuffer pixels, PixelOrder order, int offset, int stride) {
    for (int i = 0; i < pixels.capacity(); i++) {
      pixels.put(i, FILLED);
    }
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        put(pixels, offset + y * stride + x * order.bytes(), order, rampColour(x, y));
      }
    }
    return pixels.position(offset);
  }

  private static int length(PixelOrder order, int offset, int stride) {
    return offset + (HEIGHT - 1) * stride + WIDTH * order.bytes();
  }

  private static void assertRamp(Picture picture) {
    assertThat(picture).hasToString("Picture[5x4]");
    assertThat(picture.orientation()).isOne();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(picture.rgb(x, y)).as("(%d, %d)", x, y).isEqualTo(rampColour(x, y));
      }
    }
  }

  static Stream<Arguments> layouts() {
    List<Arguments> layouts = new ArrayList<>();
    for (PixelOrder order : PixelOrder.values()) {
      for (int offset : new int[] {0, 7}) {
        for (int gap : new int[] {0, 1, 13}) {
          layouts.add(Arguments.of(order, offset, WIDTH * order.bytes() + gap));
        }
      }
    }
    return layouts.stream();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void ordersStridesAndOffsetsInEveryMemory(PixelOrder order, int offset, int stride) {
    int length = length(order, offset, stride);
    ByteBuffer heap = ramp(ByteBuffer.allocate(length), order, offset, stride);
    ByteBuffer direct = ramp(ByteBuffer.allocateDirect(length), order, offset, stride);
    ByteBuffer within = ByteBuffer.allocate(length + 20).slice(9, length);
    for (ByteBuffer pixels :
        List.of(
            heap,
            direct,
            ramp(within, order, offset, stride).order(ByteOrder.LITTLE_ENDIAN),
            heap.asReadOnlyBuffer(),
            direct.asReadOnlyBuffer())) {
      assertRamp(Picture.of(WIDTH, HEIGHT, pixels, order, stride));
      assertThat(pixels.position()).isEqualTo(offset);
      assertThat(pixels.limit()).isEqualTo(length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutAStrideRowsLieSideBySide(PixelOrder order) {
    int stride = WIDTH * order.bytes();
    ByteBuffer pixels = ramp(ByteBuffer.allocate(length(order, 3, stride)), order, 3, stride);
    assertRamp(Picture.of(WIDTH, HEIGHT, pixels, order));
  }

  @Test
  void thePictureIsACopy() {
    ByteBuffer pixels = ByteBuffer.wrap(new byte[] {1, 2, 3});
    Picture picture = Picture.of(1, 1, pixels, PixelOrder.BGR);
    pixels.put(0, (byte) 9);
    assertThat(picture.rgb(0, 0)).isEqualTo(0x030201);
  }

  private static void assertRefused(int width, int height, int bytes, int stride, String reason) {
    ByteBuffer pixels = ByteBuffer.allocate(bytes + 3).position(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.of(width, height, pixels, PixelOrder.RGBA, stride))
        .withMessage(reason);
  }

  @Test
  void whatTheBufferDoesNotHoldIsRefused() {
    assertThat(Picture.of(2, 2, ByteBuffer.allocate(18), PixelOrder.RGBA, 10).width()).isEqualTo(2);
    assertRefused(
        2,
        2,
        17,
        10,
        "17 bytes in the buffer for 2x2 pixels RGBA with a stride of 10: give 18 or more");
    assertRefused(2, 2, 99, 7, "stride of 7 bytes for 2 pixels RGBA: give 8 or more");
    assertRefused(2, 2, 99, -8, "stride of -8 bytes for 2 pixels RGBA: give 8 or more");
    // 2^31 and more bytes.
    assertRefused(
        1,
        1 << 20,
        99,
        1 << 20,
        "99 bytes in the buffer for 1x1048576 pixels RGBA with a stride of 1048576:"
            + " give 1099510579204 or more");
    for (int[] size : new int[][] {{0, 1}, {1, 0}, {-1, 1}, {1 << 20, 1 << 20}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> Picture.of(size[0], size[1], ByteBuffer.allocate(9), PixelOrder.RGB, 1 << 30))
          .withMessageStartingWith("picture of " + size[0] + "x" + size[1] + " pixels: give");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Picture.of(size[0], size[1], ByteBuffer.allocate(9), PixelOrder.RGB));
    }
  }

  @Test
  void aBufferedImageIsACopyOfAUsualType() {
    Picture picture = Picture.of(TestPictures.ramp(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB));
    BufferedImage image = picture.toBufferedImage();
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertRamp(Picture.of(image));
    assertThat(image.getRGB(4, 3)).isEqualTo(0xFF000000 | rampColour(4, 3));
    image.setRGB(4, 3, 0);
    assertRamp(picture);
  }
}
