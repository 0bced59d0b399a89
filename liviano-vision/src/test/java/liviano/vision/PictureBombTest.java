package liviano.vision;

import static liviano.vision.TestPictures.chunk;
import static liviano.vision.TestPictures.concat;
import static liviano.vision.TestPictures.deflate;
import static liviano.vision.TestPictures.end;
import static liviano.vision.TestPictures.header;
import static liviano.vision.TestPictures.latin1;
import static liviano.vision.TestPictures.png;
import static liviano.vision.TestPictures.ramp;
import static liviano.vision.TestPictures.segment;
import static liviano.vision.TestPictures.withSegments;
import static liviano.vision.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import liviano.LivianoException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much time or memory, read in a JVM with a heap of 256 MiB. */
class PictureBombTest {
  /** Processor time for one file: a decoder gone astray would take minutes. */
  private static final long MOST_MILLIS = 2_000;

  /** Only a guard: what is told is the processor's time, whatever else the machine does. */
  private static final long PATIENCE_SECONDS = 240;

  @TempDir private Path folder;

  private static byte[] jpegWithExif(byte[] tiff) {
    byte[] jpeg = write(ramp(37, 29, BufferedImage.TYPE_INT_RGB), "jpg");
    return withSegments(jpeg, segment(0xE1, concat(latin1("Exif\0\0"), tiff)));
  }

  /**
   * 1,360 directories, each beginning an entry further on: 3,640 entries each, of which all are
   * lists of the same 7,731 fractions.
   */
  private static byte[] overlappingDirectories() {
    int count = 1_360;
    ByteBuffer tiff = ByteBuffer.allocate(65_500);
    tiff.put(latin1("MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x8769).putShort((short) 4).putInt(count).putInt(26).putInt(0);
    int start = 26 + 4 * count;
    for (int i = 0; i < count; i++) {
      tiff.putInt(start + 12 * i);
    }
    // The number of entries, which is the last half of the entry before, and the rest of an entry.
    while (tiff.remaining() >= 12) {
      tiff.putShort((short) 3_640).putShort((short) 0x106).putShort((short) 5);
      tiff.putInt(7_731).putShort((short) 0);
    }
    return tiff.array();
  }

  /** 2,500 entries, each a list of the same 8,000 fractions. */
  private static byte[] listsOfFractions() {
    ByteBuffer tiff = ByteBuffer.allocate(65_000);
    tiff.put(latin1("MM")).putShort((short) 42).putInt(8).putShort((short) 2_500);
    for (int i = 0; i < 2_500; i++) {
      tiff.putShort((short) (1 + i)).putShort((short) 5).putInt(8_000).putInt(8);
    }
    return tiff.array();
  }

  private static byte[] hundredScans() {
    TestJpeg jpeg = TestJpeg.progressive(4_000, 4_000, 1).constants(0);
    for (int i = 1; i < 100; i++) {
      jpeg.band(1, 1, 63, 0);
    }
    return jpeg.end();
  }

  private static byte[] colourScans() {
    TestJpeg jpeg = TestJpeg.progressive(6_000, 6_000, 3).constants(0);
    return jpeg.band(1, 1, 63, 0).band(2, 1, 63, 0).band(3, 1, 63, 0).end();
  }

  private static byte[] manyChunks() {
    byte[] data = deflate(new byte[5 * 16]);
    byte[][] chunks = new byte[400_000 + data.length][];
    Arrays.fill(chunks, chunk("IDAT", new byte[0]));
    for (int i = 0; i < data.length; i++) {
      chunks[i] = chunk("IDAT", new byte[] {data[i]});
    }
    byte[] text = chunk("zTXt", concat(latin1("bomb\0\0"), deflate(new byte[30_000_000])));
    return png(header(5, 5, 8, 2), text, concat(chunks), end());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void bombsMadeHere() throws Exception {
    String scans =
        "MalformedPictureException %s: a JPEG of 17 scans or more, too many for its size";
    String heap = "MalformedPictureException %s: 6000x6000 pixels do not fit in a heap of ";
    List<Path> files =
        List.of(
            file("directories.jpg", jpegWithExif(overlappingDirectories())),
            file("fractions.jpg", jpegWithExif(listsOfFractions())),
            file("scans.jpg", hundredScans()),
            file("coefficients.jpg", colourScans()),
            file("chunks.png", manyChunks()),
            file("runs.bmp", BmpTest.runs(30_000, 30_000, 1, new int[60_000])),
            file("long.jpg", new byte[90 << 20]));
    List<String> answers = read(files);
    assertThat(answers.get(0)).isEqualTo("Picture[37x29]");
    assertThat(answers.get(1)).isEqualTo("Picture[37x29]");
    assertThat(answers.get(2)).startsWith(scans.formatted(files.get(2)));
    assertThat(answers.get(3)).startsWith(heap.formatted(files.get(3)));
    assertThat(answers.get(4)).isEqualTo("Picture[5x5]");
    assertThat(answers.get(5)).contains("declares 30000x30000 pixels, more than the limit");
    assertThat(answers.get(6)).contains("too much for a heap of");
  }

  @Test
  @Tag("shared")
  void bombsThatWereFound() throws Exception {
    Path hostile = Path.of(System.getProperty("liviano.shared", "")).resolve("cases/hostile");
    assumeTrue(Files.isDirectory(hostile), () -> "no files in " + hostile);
    Path scans = folder.resolve("H3.jpg");
    Path packed = hostile.resolve("H3-progressive-100-scans.jpg.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(in, scans);
    }
    List<String> answers =
        read(
            List.of(
                hostile.resolve("H1-exif-overlapping-ifds.jpg"),
                hostile.resolve("H2-exif-rationals.jpg"),
                scans));
    assertThat(answers.subList(0, 2)).containsOnly("Picture[37x29]");
    assertThat(answers.get(2)).contains("scans or more, too many for its size");
  }

  /** What came of each file; each within its time. */
  private List<String> read(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Djava.awt.headless=true", "-cp", classPath()));
    command.add(ReadInChild.class.getName());
    files.forEach(file -> command.add(file.toString()));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(output);
    assertThat(ended).as("%s", lines).isTrue();
    assertThat(lines).hasSameSizeAs(files);
    for (String line : lines) {
      long millis = Long.parseLong(line.substring(0, line.indexOf(' ')));
      assertThat(millis).as(line).isBetween(0L, MOST_MILLIS);
    }
    return lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  /** Where the classes are that reading takes, and the test's own, whether modules or not. */
  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(Picture.class, ReadInChild.class, LivianoException.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    places.add(System.getProperty("jdk.module.path", ""));
    places.add(System.getProperty("java.class.path", ""));
    return String.join(File.pathSeparator, places);
  }
}
