package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassMaskTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 000000",
    "1, 800000",
    "2, 008000",
    "3, 808000",
    "4, 000080",
    "8, 400000",
    "15, C08080",
    "20, 004080",
    "255, E0E0C0"
  })
  void knowsTheColoursOfVoc(int index, String rgb) {
    assertThat(VocPalette.rgb(index)).isEqualTo(Integer.parseInt(rgb, 16));
  }

  @Test
  void givesEveryClassAColourOfItsOwn() {
    assertThat(IntStream.range(0, 256).map(VocPalette::rgb).distinct()).hasSize(256);
    assertThatThrownBy(() -> VocPalette.rgb(256)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void givesBackWhatItWrote() throws IOException {
    byte[] classes = new byte[300 * 7];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) i;
    }
    ClassMask mask = ClassMask.of(300, 7, classes);
    Path file = folder.resolve("mask.png");
    mask.write(file);
    assertThat(ClassMask.read(file)).isEqualTo(mask).hasToString("ClassMask[300x7]");
    assertThat(mask.at(299, 0)).isEqualTo(299 & 0xFF);
    // Palette of 8 bits, in the colours of VOC.
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes[24]).isEqualTo((byte) 8);
    assertThat(bytes[25]).isEqualTo((byte) 3);
    Picture picture = Picture.read(file);
    assertThat(picture.rgb(15, 0)).isEqualTo(0xC08080);
    assertThat(picture.rgb(255, 0)).isEqualTo(0xE0E0C0);
  }

  @Test
  void aFolderOrAPipeIsNoMask() {
    assertThatThrownBy(() -> ClassMask.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": is a directory: give a picture file");
    Path endless = Path.of("/dev/zero");
    assumeTrue(Files.exists(endless), "no such device here");
    assertThatThrownBy(() -> ClassMask.read(endless))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("may have no end");
  }

  @Test
  void isNotChangedFromOutside() {
    byte[] classes = {1, 2};
    ClassMask mask = ClassMask.of(2, 1, classes);
    classes[0] = 9;
    assertThat(mask.at(0, 0)).isEqualTo(1);
    assertThatThrownBy(() -> mask.at(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ClassMask.of(2, 2, classes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 classes for 2x2 pixels: give one a pixel");
  }

  /** Where all colours are equal, only the indices can tell classes apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void readsIndicesRatherThanColours(int bits) throws IOException {
    int count = 1 << bits;
    byte[] same = new byte[count];
    IndexColorModel grey = new IndexColorModel(bits, count, same, same, same);
    BufferedImage image =
        new BufferedImage(grey, grey.createCompatibleWritableRaster(13, 5), false, null);
    for (int i = 0; i < 13 * 5; i++) {
      image.getRaster().setSample(i % 13, i / 13, 0, i * 7 % count);
    }
    ClassMask mask = ClassMask.read(png(image));
    for (int i = 0; i < 13 * 5; i++) {
      assertThat(mask.at(i % 13, i / 13)).isEqualTo(i * 7 % count);
    }
  }

  @Test
  void readsGreyOfEightBits() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 15, 20, 255});
    assertThat(ClassMask.read(png(image)))
        .isEqualTo(ClassMask.of(4, 1, new byte[] {0, 15, 20, (byte) 255}));
  }

  @Test
  void refusesColours() throws IOException {
    Path file = png(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> ClassMask.read(file))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            file + ": a PNG of colours (type 2, 8 bits): give a palette PNG, or grey of 8 bits");
    Path wide = png(new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY));
    assertThatThrownBy(() -> ClassMask.read(wide))
        .hasMessageContaining("(type 0, 16 bits): give a palette PNG");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Path gif = folder.resolve("mask.gif");
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "gif", gif.toFile());
    assertThatThrownBy(() -> ClassMask.read(gif))
        .isInstanceOf(DataSetException.class)
        .hasMessage(gif + ": a GIF file: give a palette PNG");
    Path text = Files.writeString(folder.resolve("a.png"), "no picture");
    assertThatThrownBy(() -> ClassMask.read(text)).isInstanceOf(DataSetException.class);
    assertThatThrownBy(() -> ClassMask.read(folder.resolve("none.png")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void allocatesNothingForABomb() throws IOException {
    Path bomb = rawPng(60_000, 60_000, new byte[100]);
    assertThatThrownBy(() -> ClassMask.read(bomb))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("declares 60000x60000 pixels, more than the limit");
  }

  @Test
  void refusesAFileWhoseRowsEndTooEarly() throws IOException {
    // Whole chunks with right checksums, but three rows of ten.
    Path file = rawPng(10, 10, new byte[3 * 11]);
    assertThatThrownBy(() -> ClassMask.read(file)).isInstanceOf(DataSetException.class);
  }

  @Test
  void survivesDamage() throws IOException {
    Path file = folder.resolve("mask.png");
    byte[] classes = new byte[40 * 30];
    new Random(1).nextBytes(classes);
    ClassMask.of(40, 30, classes).write(file);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(2);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      if (random.nextInt(3) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Files.write(file, bytes);
      try {
        assertThat(ClassMask.read(file).width()).isPositive();
      } catch (DataSetException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
      }
    }
    assertThat(refused).isGreaterThan(350);
  }

  private Path png(BufferedImage image) throws IOException {
    Path file = folder.resolve("drawn.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** A palette PNG of 8 bits that says it has this size, whatever its data. */
  private Path rawPng(int width, int height, byte[] rows) throws IOException {
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] data = new byte[1000];
    int length = deflater.deflate(data);
    deflater.end();
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 3, 0, 0, 0})
            .array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(out, "IHDR", header);
    chunk(out, "PLTE", new byte[] {0, 0, 0, 1, 1, 1});
    chunk(out, "IDAT", Arrays.copyOf(data, length));
    chunk(out, "IEND", new byte[0]);
    return Files.write(folder.resolve("raw.png"), out.toByteArray());
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] data)
      throws IOException {
    byte[] named =
        ByteBuffer.allocate(4 + data.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(named);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(named);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
