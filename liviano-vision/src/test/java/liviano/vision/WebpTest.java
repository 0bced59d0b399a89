package liviano.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds WebP files against the samples that libwebp decodes from them. */
class WebpTest {
  private static final int RIFF_HEADER = 12;

  /** Where the key frame of a file of nothing else begins. */
  private static final int KEY_FRAME = 20;

  /** A file and what libwebp makes of it. */
  record Reference(String name, int width, int height, String checksum, byte[] file) {
    static Reference parse(String line) {
      String[] parts = line.split(" ");
      int width = Integer.parseInt(parts[1]);
      int height = Integer.parseInt(parts[2]);
      return new Reference(parts[0], width, height, parts[3], Base64.getDecoder().decode(parts[4]));
    }

    boolean isBareKeyFrame() {
      return new String(file, RIFF_HEADER, 4, US_ASCII).equals("VP8 ");
    }

    byte[] keyFrame() {
      int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(KEY_FRAME - 4);
      return Arrays.copyOfRange(file, KEY_FRAME, KEY_FRAME + length);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Reference> references() throws IOException {
    try (InputStream in = WebpTest.class.getResourceAsStream("webp.txt")) {
      String text = new String(in.readAllBytes(), US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).map(Reference::parse).toList();
    }
  }

  static List<Reference> keyFrames() throws IOException {
    return references().stream().filter(Reference::isBareKeyFrame).toList();
  }

  private static Reference reference(String name) throws IOException {
    return references().stream().filter(it -> it.name.equals(name)).findFirst().orElseThrow();
  }

  private static String checksum(Picture picture) {
    CRC32 crc = new CRC32();
    crc.update(picture.samples().toArray(ValueLayout.JAVA_BYTE));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static byte[] chunk(String name, byte[] content) {
    int padded = content.length + (content.length & 1);
    ByteBuffer chunk = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(latin1(name)).putInt(content.length).put(content).array();
  }

  private static byte[] riff(byte[]... chunks) {
    return chunk("RIFF", concat(latin1("WEBP"), concat(chunks)));
  }

  private static Picture read(byte[] file) {
    return Picture.read(file, "x", limits(1_000_000, 1_000_000));
  }

  private static void assertRefused(byte[] keyFrame, String reason) {
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> read(riff(chunk("VP8 ", keyFrame))))
        .withMessageStartingWith("x: damaged WebP")
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(200));
  }

  @ParameterizedTest
  @MethodSource("references")
  void samplesAreThoseOfLibwebp(Reference reference) {
    Picture picture = read(reference.file);
    assertThat(picture.width()).isEqualTo(reference.width);
    assertThat(picture.height()).isEqualTo(reference.height);
    assertThat(checksum(picture)).isEqualTo(reference.checksum);
  }

  @ParameterizedTest
  @MethodSource("keyFrames")
  void aCutKeyFrameIsRefusedOrWhole(Reference reference) {
    byte[] frame = reference.keyFrame();
    for (int length = 0; length < frame.length; length++) {
      byte[] file = riff(chunk("VP8 ", Arrays.copyOf(frame, length)));
      try {
        assertThat(checksum(read(file))).as("%d bytes", length).isEqualTo(reference.checksum);
        // Encoders write out some bytes more than decoders need.
        assertThat(length).isGreaterThan(frame.length - 8);
      } catch (MalformedPictureException e) {
        assertThat(e.getMessage()).startsWith("x: ").hasSizeLessThan(200).doesNotContain("\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void mutationsGiveAPictureOrALine(Reference reference) {
    Random random = new Random(reference.name.hashCode());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 150; i++) {
            byte[] bent = reference.file.clone();
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
              int reach = random.nextBoolean() ? Math.min(80, bent.length) : bent.length;
              bent[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
              assertThat(read(bent).width()).isPositive();
            } catch (MalformedPictureException e) {
              assertThat(e.getMessage())
                  .startsWith("x: ")
                  .hasSizeLessThan(200)
                  .doesNotContain("\n");
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 17, 33", "3, 17, 33", "6, 33, 17", "8, 33, 17"})
  void aLossyPictureIsTurned(int code, int width, int height) throws IOException {
    Reference reference = reference("quality0-blocks");
    byte[] head = {8, 0, 0, 0, 16, 0, 0, 32, 0, 0};
    byte[] file =
        riff(
            chunk("VP8X", head),
            chunk("VP8 ", reference.keyFrame()),
            chunk("EXIF", TestPictures.orientation(code)));
    Picture upright = read(reference.file);
    Picture turned = read(file);
    assertThat(turned.width()).isEqualTo(width);
    assertThat(turned.height()).isEqualTo(height);
    for (int y = 0; y < 33; y++) {
      for (int x = 0; x < 17; x++) {
        int colour =
            switch (code) {
              case 3 -> turned.rgb(16 - x, 32 - y);
              case 6 -> turned.rgb(32 - y, x);
              case 8 -> turned.rgb(y, 16 - x);
              default -> turned.rgb(x, y);
            };
        assertThat(colour).isEqualTo(upright.rgb(x, y));
      }
    }
  }

  @Test
  void alphaIsPassedOverUnread() throws IOException {
    Reference reference = reference("quality100");
    byte[] head = {16, 0, 0, 0, 15, 0, 0, 15, 0, 0};
    byte[] senseless = chunk("ALPH", new byte[] {(byte) 0xFF, 1, 2});
    byte[] file = riff(chunk("VP8X", head), senseless, chunk("VP8 ", reference.keyFrame()));
    assertThat(checksum(read(file))).isEqualTo(reference.checksum);
  }

  @Test
  void headersOfNoSense() throws IOException {
    byte[] frame = reference("partitions8").keyFrame();
    byte[] inter = frame.clone();
    inter[0] |= 1;
    assertRefused(inter, "not a key frame");
    byte[] hidden = frame.clone();
    hidden[0] &= ~16;
    assertRefused(hidden, "not a key frame");
    byte[] profile = frame.clone();
    profile[0] |= 8;
    assertRefused(profile, "not a key frame");
    byte[] first = frame.clone();
    first[2] = (byte) 0xFF;
    assertRefused(first, "the first partition of");
    byte[] empty = frame.clone();
    empty[6] = empty[7] = 0;
    assertRefused(empty, "0x140 pixels");
    int sizes = 10 + ((frame[0] & 0xFF | (frame[1] & 0xFF) << 8 | (frame[2] & 0xFF) << 16) >> 5);
    byte[] partition = frame.clone();
    partition[sizes + 2] = (byte) 0xFF;
    assertRefused(partition, "partition 2 of 8 is cut off");
    byte[] start = frame.clone();
    start[10] = (byte) 0xFF;
    assertRefused(start, "no partition begins with byte 255");
  }

  @Test
  void aSmallFileCannotClaimALargePicture() throws IOException {
    byte[] frame = reference("one-pixel-fastest").keyFrame();
    frame[6] = frame[8] = (byte) 0xFF;
    frame[7] = frame[9] = 0x3F;
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(riff(chunk("VP8 ", frame))))
        .withMessageContaining("declares 16383x16383 pixels");
    frame[7] = frame[9] = 0x0F;
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatExceptionOfType(MalformedPictureException.class)
                .isThrownBy(() -> Picture.read(riff(chunk("VP8 ", frame))))
                .withMessageContaining("the data end too early"));
  }

  private static PictureLimits limits(long maxPixels, long maxBytes) {
    return PictureLimits.builder().maxPixels(maxPixels).maxBytes(maxBytes).build();
  }
}
