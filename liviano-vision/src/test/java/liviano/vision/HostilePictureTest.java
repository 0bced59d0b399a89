package liviano.vision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static liviano.vision.TestPictures.chunk;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.data;
import static liviano.vision.TestPictures.end;
import static liviano.vision.TestPictures.header;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.png;
import static liviano.vision.TestPictures.ramp;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostilePictureTest {

  static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(out));
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    writer.write(null, new IIOImage(image, null, null), param);
    writer.dispose();
    return out.toByteArray();
  }

  /** One whole file of each kind. */
  static Map<String, byte[]> files() throws IOException {
    BufferedImage image = ramp(40, 30, BufferedImage.TYPE_INT_RGB);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("baseline.jpg", write(image, "jpg"));
    files.put("progressive.jpg", progressive(image));
    files.put("turned.jpg", TestPictures.jpegWithOrientation(write(image, "jpg"), 6));
    files.put("rgb.png", write(image, "png"));
    files.put("grey16.png", write(ramp(20, 9, BufferedImage.TYPE_USHORT_GRAY), "png"));
    files.put("rgb.bmp", write(image, "bmp"));
    files.put("palette.bmp", write(ramp(9, 9, BufferedImage.TYPE_BYTE_INDEXED), "bmp"));
    files.put("palette.gif", write(image, "gif"));
    files.put("chunks.png", chunks());
    files.put("runs8.bmp", BmpTest.runs(2, 2, 1, 2, 1, 0, 0, 0, 3, 1, 2, 3, 9, 0, 1));
    files.put("runs4.bmp", BmpTest.runs(3, 2, 2, 3, 0x12, 0, 0, 3, 0x21, 0, 1));
    files.put("os2.bmp", BmpTest.bmp(64, 1, 1, 24, 0, new byte[0], new byte[] {1, 2, 3, 0}));
    TestJpeg scans = TestJpeg.progressive(40, 30, 3).constants(0);
    scans.band(1, 1, 63, 0).band(2, 1, 63, 0).band(3, 1, 63, 0);
    files.put("scans.jpg", scans.end());
    files.put("lossless.webp", TestPictures.WEBP_LOSSLESS);
    files.put("lossy.webp", TestPictures.WEBP_LOSSY);
    files.put("animated.webp", TestPictures.WEBP_ANIMATED);
    return files;
  }

  /** Data in two chunks, and behind them an orientation. */
  private static byte[] chunks() {
    byte[] rows = TestPictures.noise(5 * 16);
    for (int y = 0; y < 5; y++) {
      // Filters that do not look at the row above.
      rows[16 * y] = (byte) (y % 2);
    }
    byte[] data = TestPictures.deflate(rows);
    return png(
        header(5, 5, 8, 2),
        chunk("IDAT", Arrays.copyOf(data, 20)),
        chunk("IDAT", Arrays.copyOfRange(data, 20, data.length)),
        chunk("eXIf", TestPictures.orientation(6)),
        end());
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file, "x.jpg", PictureLimits.defaults()))
        .withMessageStartingWith("x.jpg: ")
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  /** A picture or one clear line, and nothing else. */
  private static boolean reads(byte[] file) {
    try {
      Picture picture = Picture.read(file, "x", limits(1_000_000, 1_000_000));
      return picture.width() > 0;
    } catch (MalformedPictureException e) {
      assertThat(e.getMessage()).startsWith("x: ").hasSizeLessThan(300).doesNotContain("\n");
      return false;
    }
  }

  static String[] names() throws IOException {
    return files().keySet().toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("names")
  void mutationsGiveAPictureOrALine(String name) throws IOException {
    byte[] file = files().get(name);
    Random random = new Random(name.hashCode());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 1_500; i++) {
            byte[] bent = file.clone();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
              int at =
                  random.nextInt(random.nextBoolean() ? Math.min(64, bent.length) : bent.length);
              bent[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1);
            }
            reads(bent);
          }
        });
  }

  @Test
  void whatIsNoPictureIsNamed() {
    assertRefused(new byte[0], "empty file");
    assertRefused("hello, this is text".getBytes(UTF_8), "not a picture: give a JPEG");
    assertRefused(latin1("II*\0\10\0\0\0"), "TIFF is not supported");
    assertRefused(latin1("\0\0\0 ftypheic"), "HEIC is not supported");
    assertRefused(latin1("\0\0\0 ftypavif"), "AVIF is not supported");
    assertRefused(latin1("%PDF-1.4"), "PDF is not supported");
  }

  @Test
  void declaredSizesAreCheckedBeforeAnythingIsAllocated() {
    byte[] gif =
        concat(latin1("GIF89a"), new byte[] {0x60, (byte) 0xEA, 0x60, (byte) 0xEA, 0, 0, 0});
    byte[] frame = {0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B};
    assertRefused(concat(gif, frame), "declares 60000x60000 pixels");
    byte[] bomb = png(header(50_000, 50_000, 8, 2), data(0, 0, 0, 0), end());
    assertRefused(bomb, "declares 50000x50000 pixels");
    byte[] huge = png(header(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, 6), data(0), end());
    assertRefused(huge, "declares 2147483647x2147483647 pixels");
    assertRefused(png(header(-1, -1, 16, 6), data(0), end()), "damaged PNG header");
    byte[] strip = png(header(50_000_000, 1, 1, 0), data(0), end());
    assertRefused(strip, "a side longer than 1048576");
    byte[] jpeg = write(ramp(8, 8, BufferedImage.TYPE_INT_RGB), "jpg");
    for (int i = 0; i < jpeg.length - 9; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        Arrays.fill(jpeg, i + 5, i + 9, (byte) 0xFF);
      }
    }
    assertRefused(jpeg, "declares 65535x65535 pixels");
  }

  @Test
  void limitsHold() {
    byte[] file = write(ramp(10, 10, BufferedImage.TYPE_INT_RGB), "png");
    assertThat(Picture.read(file, "x", limits(100, file.length)).width()).isEqualTo(10);
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file, "x", limits(99, file.length)))
        .withMessage("x: declares 10x10 pixels, more than the limit of 99: make it smaller");
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(file, "x", limits(100, file.length - 1)))
        .withMessage(
            "x: larger than the limit of " + (file.length - 1) + " bytes: make it smaller");
    PictureLimits.Builder builder = PictureLimits.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPixels(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxPixels(PictureLimits.MOST_PIXELS + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBytes(Long.MAX_VALUE));
    assertThat(builder.maxPixels(7).build().toBuilder().maxBytes(9).build())
        .isEqualTo(limits(7, 9))
        .hasToString("PictureLimits[maxPixels=7, maxBytes=9]")
        .isNotEqualTo(PictureLimits.defaults());
  }

  @Test
  void anEndlessStreamIsReadToTheLimit() {
    var endless =
        new InputStream() {
          private long count;

          @Override
          public int read() {
            count++;
            return 0xFF;
          }
        };
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(endless, "endless", limits(1, 1_000)))
        .withMessageContaining("larger than the limit of 1000 bytes");
    assertThat(endless.count).isEqualTo(1_001);
  }

  @Test
  void filesThatAreNotThere(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.jpg");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Picture.read(missing))
        .withMessage(missing.toString());
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Picture.read(folder))
        .withMessage(folder + ": is a directory: give a picture file");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(empty))
        .withMessage(empty + ": empty file");
  }

  @Test
  void linksAreFollowedUnlessTheyLeadBack(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("whole.png");
    Files.write(file, write(ramp(10, 10, BufferedImage.TYPE_INT_RGB), "png"));
    Path link = folder.resolve("link.png");
    assumeTrue(isLinked(link, file.getFileName()), "no links can be made here");
    assertThat(Picture.read(link).width()).isEqualTo(10);
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    assertThat(isLinked(one, two) && isLinked(two, one)).isTrue();
    for (Path loop : List.of(one, two, one.resolve("within.png"))) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> Picture.read(loop))
          .withMessage(loop + ": is a link that leads back to itself: give the picture's file");
    }
    Path gone = folder.resolve("gone");
    assertThat(isLinked(gone, folder.resolve("nowhere.png"))).isTrue();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Picture.read(gone));
  }

  private static boolean isLinked(Path link, Path target) throws IOException {
    try {
      return Files.isSymbolicLink(Files.createSymbolicLink(link, target));
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Opening a pipe that nobody writes to would wait for ever. */
  @Test
  void pipesAndDevicesAreNotOpened(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo here");
    Path pipe = folder.resolve("pipe.png");
    Process mkfifo = new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    for (Path endless : List.of(pipe, Path.of("/dev/zero"), Path.of("/dev/full"))) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () ->
              assertThatExceptionOfType(FileSystemException.class)
                  .isThrownBy(() -> Picture.read(endless))
                  .withMessage(
                      endless + ": is a pipe or a device, which may have no end: give a file"));
    }
  }

  /** Whatever the disk says on the way, the message names the file. */
  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("closed.png");
    Files.write(file, write(ramp(10, 10, BufferedImage.TYPE_INT_RGB), "png"));
    assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file), "all may read here");
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(() -> Picture.read(file))
        .withMessage(file.toString());
  }

  @Test
  void whatAStreamThrowsComesThrough() {
    IOException failure = new IOException("the line is dead");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Picture.read(broken))
        .isSameAs(failure);
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "3, 4", "2, 4", "5, 8", "7, 8", "0, 3"})
  void pngHeadersOfNoSense(int type, int bits) {
    byte[] rows = data(0, 0, 0, 0);
    byte[] file = png(header(1, 1, bits, type), rows, end());
    if (type == 0 && bits == 8) {
      assertThat(reads(file)).isTrue();
    } else {
      assertRefused(file, "damaged PNG");
    }
  }

  @Test
  void aBentChecksumIsNoticed() {
    byte[] file = write(ramp(8, 8, BufferedImage.TYPE_INT_RGB), "png");
    file[20]++;
    assertRefused(file, "checksum of IHDR at byte 8");
    assertRefused(png(chunk("IEND", new byte[0])), "damaged PNG");
  }

  private static PictureLimits limits(long maxPixels, long maxBytes) {
    return PictureLimits.builder().maxPixels(maxPixels).maxBytes(maxBytes).build();
  }
}
