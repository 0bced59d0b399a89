package liviano.vision;

import static liviano.vision.TestPictures.chunk;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.data;
import static liviano.vision.TestPictures.end;
import static liviano.vision.TestPictures.header;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.png;
import static liviano.vision.TestPictures.ramp;
import static liviano.vision.TestPictures.rampColour;
import static liviano.vision.TestPictures.segment;
import static liviano.vision.TestPictures.withSegments;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class PictureFormatsTest {

  private static void assertRamp(Picture picture, int width, int height) {
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(picture.rgb(x, y)).as("(%d, %d)", x, y).isEqualTo(rampColour(x, y));
      }
    }
  }

  private static int[] colours(Picture picture) {
    int[] colours = new int[picture.width() * picture.height()];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = picture.rgb(i % picture.width(), i / picture.width());
    }
    return colours;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void losslessFormatsKeepEverySample(String format) {
    BufferedImage image = ramp(19, 13, BufferedImage.TYPE_INT_RGB);
    assertRamp(Picture.read(write(image, format)), 19, 13);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void bufferedImagesOfEveryLayout(int type) {
    BufferedImage image = ramp(9, 7, type);
    assertRamp(Picture.of(image), 9, 7);
    Picture part = Picture.of(image.getSubimage(2, 3, 4, 2));
    assertThat(part.width()).isEqualTo(4);
    assertThat(part.height()).isEqualTo(2);
    assertThat(part.rgb(3, 1)).isEqualTo(rampColour(5, 4));
  }

  @Test
  void greyIsRepeatedWithoutGamma() {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage fine = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i, 0, 0, i);
      fine.getRaster().setSample(i, 0, 0, i << 8 | 0xFF);
    }
    for (Picture picture :
        new Picture[] {
          Picture.of(grey),
          Picture.of(fine),
          Picture.read(write(grey, "png")),
          Picture.read(write(fine, "png")),
          Picture.read(write(grey, "bmp"))
        }) {
      for (int i = 0; i < 256; i++) {
        assertThat(picture.rgb(i, 0)).isEqualTo(i * 0x010101);
      }
    }
  }

  @Test
  void aGreyJpegIsNearlyItself() {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 100);
    }
    assertThat(colours(Picture.read(write(grey, "jpg")))).containsOnly(0x646464);
  }

  @Test
  void pngPalettesOfEveryDepth() {
    byte[] palette = chunk("PLTE", new byte[] {1, 2, 3, (byte) 200, (byte) 150, 100});
    byte[] transparent = chunk("tRNS", new byte[] {0, 0});
    int[] expected = {0x010203, 0xC89664, 0x010203};
    int[] rows = {0b0100_0000, 0b0001_0000, 0x01};
    for (int i = 0; i < 3; i++) {
      int bits = 1 << i;
      byte[] rowsOf = bits == 4 ? data(0, 0x01, 0x00) : data(0, rows[i]);
      byte[] file = png(header(3, 1, bits, 3), palette, transparent, rowsOf, end());
      assertThat(colours(Picture.read(file))).containsExactly(expected);
    }
  }

  @Test
  void pngGreyOfFewBitsSpansTheRange() {
    byte[] two = png(header(4, 1, 2, 0), data(0, 0b00_01_10_11), end());
    assertThat(colours(Picture.read(two))).containsExactly(0, 0x555555, 0xAAAAAA, 0xFFFFFF);
    byte[] one = png(header(2, 1, 1, 0), data(0, 0b01_000000), end());
    assertThat(colours(Picture.read(one))).containsExactly(0, 0xFFFFFF);
  }

  @Test
  void pngAlphaIsDroppedAndSixteenBitsAreCut() {
    byte[] alpha = png(header(1, 2, 8, 6), data(0, 10, 20, 30, 0, 0, 40, 50, 60, 255), end());
    assertThat(colours(Picture.read(alpha))).containsExactly(0x0A141E, 0x28323C);
    byte[] greyAlpha = png(header(1, 1, 8, 4), data(0, 77, 3), end());
    assertThat(colours(Picture.read(greyAlpha))).containsExactly(0x4D4D4D);
    byte[] deep = png(header(1, 1, 16, 2), data(0, 10, 255, 20, 128, 30, 0), end());
    assertThat(colours(Picture.read(deep))).containsExactly(0x0A141E);
    byte[] deepAlpha = png(header(1, 1, 16, 6), data(0, 10, 255, 20, 128, 30, 0, 0, 0), end());
    assertThat(colours(Picture.read(deepAlpha))).containsExactly(0x0A141E);
    byte[] key = chunk("tRNS", new byte[] {0, 10, 0, 20, 0, 30});
    byte[] keyed = png(header(1, 1, 8, 2), key, data(0, 10, 20, 30), end());
    assertThat(colours(Picture.read(keyed))).containsExactly(0x0A141E);
  }

  @Test
  void pngGammaAndProfilesAreIgnored() {
    byte[] gamma = chunk("gAMA", new byte[] {0, 0, 0x10, 0});
    byte[] profile = chunk("iCCP", concat(latin1("bomb\0\0"), TestPictures.deflate(new byte[999])));
    byte[] file = png(header(1, 1, 8, 2), gamma, profile, data(0, 10, 20, 30), end());
    assertThat(colours(Picture.read(file))).containsExactly(0x0A141E);
  }

  @Test
  void aGifFrameStandsOnItsScreen() {
    // A screen of 4x3, palette black, red; background 1; a frame of 1x1, index 0, at (2, 1).
    byte[] screen = concat(latin1("GIF89a"), new byte[] {4, 0, 3, 0, (byte) 0x80, 1, 0});
    byte[] palette = {0, 0, 0, (byte) 255, 0, 0};
    byte[] comment = concat(new byte[] {0x21, (byte) 0xFE, 2}, latin1("hi"), new byte[] {0});
    byte[] frame = {0x2C, 2, 0, 1, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B};
    Picture picture = Picture.read(concat(screen, palette, comment, frame));
    assertThat(picture.width()).isEqualTo(4);
    assertThat(picture.height()).isEqualTo(3);
    for (int i = 0; i < 12; i++) {
      assertThat(picture.rgb(i % 4, i / 4)).isEqualTo(i == 6 ? 0 : 0xFF0000);
    }
  }

  /** The runtime's writer interlaces. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16, 21})
  void interlacedGifs(int height) {
    byte[] levels = new byte[32];
    for (int i = 0; i < 32; i++) {
      levels[i] = (byte) (7 * i);
    }
    var palette = new IndexColorModel(8, 32, levels, levels, levels);
    var image = new BufferedImage(3, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int y = 0; y < height; y++) {
      image.getRaster().setSample(1, y, 0, y + 1);
    }
    Picture picture = Picture.read(write(image, "gif"));
    for (int y = 0; y < height; y++) {
      assertThat(picture.rgb(1, y)).isEqualTo(0x010101 * 7 * (y + 1));
      assertThat(picture.rgb(2, y)).isZero();
    }
  }

  @Test
  void aGifKeepsItsPalette() {
    byte[] levels = {0, 0x33, 0x66};
    var palette = new IndexColorModel(2, 3, levels, levels, new byte[] {0, 0x44, 0x77});
    var image = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(3, 2, 0, 1);
    image.getRaster().setSample(4, 3, 0, 2);
    Picture picture = Picture.read(write(image, "gif"));
    assertThat(picture.rgb(3, 2)).isEqualTo(0x333344);
    assertThat(picture.rgb(4, 3)).isEqualTo(0x666677);
    assertThat(picture.rgb(0, 0)).isZero();
  }

  @Test
  void webp() {
    assertRamp(Picture.read(TestPictures.WEBP_LOSSLESS), 9, 7);
    assertRamp(Picture.read(TestPictures.WEBP_ANIMATED), 9, 7);
  }

  /** Four bands of constant colour survive a JPEG of high quality to within a grey level. */
  private static byte[] fourBandJpeg(int... bands) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, bands.length, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, bands);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(out));
    writer.write(null, new IIOImage(raster, null, null), null);
    writer.dispose();
    return out.toByteArray();
  }

  private static byte[] adobe(int transform) {
    byte[] content = concat(latin1("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
    return segment(0xEE, content);
  }

  /** Puts segments behind the start marker of a JPEG without JFIF. */
  private static byte[] insert(byte[] jpeg, byte[] segment) {
    byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);
    return concat(new byte[] {(byte) 0xFF, (byte) 0xD8}, segment, rest);
  }

  private static void assertNear(Picture picture, int red, int green, int blue) {
    int colour = picture.rgb(5, 5);
    assertThat(colour >> 16).isBetween(red - 2, red + 2);
    assertThat(colour >> 8 & 0xFF).isBetween(green - 2, green + 2);
    assertThat(colour & 0xFF).isBetween(blue - 2, blue + 2);
  }

  @Test
  void jpegsOfFourComponents() throws IOException {
    byte[] plain = fourBandJpeg(55, 105, 155, 51);
    // Ink 55, 105, 155 and black 51: light 200, 150, 100 times 0.8.
    assertNear(Picture.read(plain), 160, 120, 80);
    // Adobe's samples are light: 55, 105, 155 times 0.2.
    assertNear(Picture.read(insert(plain, adobe(0))), 11, 21, 31);
    // YCC of 120, 118, 138 is (134, 116, 102); the light is its inverse: 121, 139, 153, times 0.8.
    byte[] ycck = insert(fourBandJpeg(120, 118, 138, 204), adobe(2));
    assertNear(Picture.read(ycck), 97, 111, 122);
  }

  @Test
  void jpegsOfThreeComponentsTellTheirColourSpace() throws IOException {
    byte[] file = fourBandJpeg(120, 118, 138);
    assertNear(Picture.read(insert(file, adobe(0))), 120, 118, 138);
    assertNear(Picture.read(insert(file, adobe(1))), 134, 116, 102);
    byte[] jfif = segment(0xE0, concat(latin1("JFIF\0"), new byte[] {1, 1, 0, 0, 1, 0, 1, 0, 0}));
    assertNear(Picture.read(insert(file, jfif)), 134, 116, 102);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 9, 7, 2, 1", "2, 9, 7, 6, 1", "3, 9, 7, 6, 5", "4, 9, 7, 2, 5",
    "5, 7, 9, 1, 2", "6, 7, 9, 5, 2", "7, 7, 9, 5, 6", "8, 7, 9, 1, 6",
    "0, 9, 7, 2, 1", "9, 9, 7, 2, 1"
  })
  void orientation(int code, int width, int height, int x, int y) {
    // Where the stored pixel (2, 1) comes to stand.
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0xFFFFFF);
    byte[] plain = write(image, "png");
    byte[] exif = chunk("eXIf", TestPictures.orientation(code));
    byte[] file =
        concat(Arrays.copyOf(plain, 33), exif, Arrays.copyOfRange(plain, 33, plain.length));
    Picture turned = Picture.read(file);
    assertThat(turned.width()).isEqualTo(width);
    assertThat(turned.height()).isEqualTo(height);
    assertThat(turned.rgb(x, y)).isEqualTo(0xFFFFFF);
    assertStored(file, code);

    byte[] jpeg = TestPictures.jpegWithOrientation(write(image, "jpg"), code);
    assertThat(Picture.read(jpeg).width()).isEqualTo(width);
    assertThat(Picture.read(jpeg).rgb(x, y) & 0xFF).isGreaterThan(150);
    assertStored(jpeg, code);
  }

  /** Read as stored, 9x7 with one bright pixel at (2, 1), a picture still tells its orientation. */
  private static void assertStored(byte[] file, int code) {
    Picture stored = PictureReader.defaults().asStored().read(file, "x");
    assertThat(stored).hasToString("Picture[9x7]");
    assertThat(stored.rgb(2, 1) & 0xFF).isGreaterThan(150);
    assertThat(stored.orientation()).isEqualTo(code < 1 || code > 8 ? 1 : code);
    assertThat(Picture.read(file).orientation()).isEqualTo(stored.orientation());
  }

  @Test
  void webpOrientation() {
    Picture turned = Picture.read(TestPictures.WEBP_TURNED);
    assertThat(turned.width()).isEqualTo(7);
    assertThat(turned.height()).isEqualTo(9);
    assertThat(turned.rgb(5, 2)).isEqualTo(rampColour(2, 1));
    Picture stored = PictureReader.defaults().asStored().read(TestPictures.WEBP_TURNED, "x");
    assertRamp(stored, 9, 7);
    assertThat(stored.orientation()).isEqualTo(6);
  }

  @Test
  void senselessMetadataDoNotHurt() {
    byte[] jpeg = write(ramp(9, 7, BufferedImage.TYPE_INT_RGB), "jpg");
    Picture plain = Picture.read(jpeg);
    byte[] exif = concat(latin1("Exif\0\0"), TestPictures.orientation(6));
    for (int i = 6; i < exif.length; i++) {
      byte[] bent = exif.clone();
      bent[i] = (byte) 0xFF;
      Picture picture = Picture.read(withSegments(jpeg, segment(0xE1, bent)));
      assertThat(picture.width() * picture.height()).isEqualTo(63);
    }
    byte[] profile = concat(latin1("ICC_PROFILE\0"), new byte[] {1, 1, 9, 9, 9});
    byte[] odd = withSegments(jpeg, segment(0xE2, profile), segment(0xEE, new byte[0]));
    assertThat(colours(Picture.read(odd))).containsExactly(colours(plain));
  }

  @Test
  void rawSamplesAreCopied() {
    byte[] rgb = {1, 2, 3, 4, 5, 6};
    Picture picture = Picture.ofRgb(1, 2, rgb);
    rgb[0] = 99;
    assertThat(colours(picture)).containsExactly(0x010203, 0x040506);
    assertThat(picture.samples().isReadOnly()).isTrue();
  }

  @Test
  void linearAndForeignSpacesAreConverted() {
    ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_CIEXYZ);
    var model =
        new ComponentColorModel(linear, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(2, 2), false, null);
    image.setRGB(0, 0, 0xFFFFFF);
    assertThat(Picture.of(image).rgb(0, 0)).isEqualTo(image.getRGB(0, 0) & 0xFFFFFF);
  }
}
