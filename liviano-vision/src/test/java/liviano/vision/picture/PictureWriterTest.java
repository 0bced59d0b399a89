package liviano.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class PictureWriterTest {
  @TempDir private Path folder;

  /** Red grows to the right, green downwards; blue is steady. */
  private static Picture ramp(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (i % width * 255 / Math.max(1, width - 1));
      rgb[3 * i + 1] = (byte) (i / width * 255 / Math.max(1, height - 1));
      rgb[3 * i + 2] = 50;
    }
    return Picture.ofRgb(width, height, rgb);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "B.PNG", "name with é and. dots.png"})
  void pngKeepsEverySample(String name) throws IOException {
    Picture picture = ramp(37, 23);
    picture.write(folder.resolve(name));
    Picture read = Picture.read(folder.resolve(name));
    assertThat(read.samples().mismatch(picture.samples())).isEqualTo(-1);
    assertThat(names()).containsExactly(name);
  }

  @Test
  void aStreamGetsTheBytesOfTheFile() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    ramp(37, 23).writePng(stream);
    ramp(37, 23).write(folder.resolve("a.png"));
    assertThat(stream.toByteArray()).isEqualTo(Files.readAllBytes(folder.resolve("a.png")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.JPEG"})
  void jpegKeepsColoursNearly(String name) throws IOException {
    Picture picture = ramp(64, 48);
    picture.write(folder.resolve(name));
    Picture read = Picture.read(folder.resolve(name));
    for (int i = 0; i < 64 * 48; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        int was = picture.rgb(i % 64, i / 64) >> shift & 0xFF;
        assertThat(read.rgb(i % 64, i / 64) >> shift & 0xFF).isBetween(was - 16, was + 16);
      }
    }
    assertThat(Files.readAllBytes(folder.resolve(name))).startsWith(0xFF, 0xD8);
  }

  @Test
  void writesOverAnOlderFile() throws IOException {
    Path file = folder.resolve("a.png");
    ramp(9, 9).write(file);
    ramp(5, 4).write(file);
    assertThat(Picture.read(file)).hasToString("Picture[5x4]");
    assertThat(names()).containsExactly("a.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.gif", "a", "png", "a.png.bak", ".hidden"})
  void refusesOtherNames(String name) throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ramp(2, 2).write(folder.resolve(name)))
        .withMessageEndingWith("unknown picture format: name it .png, .jpg or .jpeg");
    assertThat(names()).isEmpty();
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> ramp(2, 2).write(folder.resolve("none/a.png")))
        .withMessageContaining("there is no folder")
        .withMessageContaining("make it first");
  }

  @Test
  void leavesNothingBehindWhereTheNameIsAFolder() throws IOException {
    Files.createDirectories(folder.resolve("a.png/inside"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> ramp(2, 2).write(folder.resolve("a.png")))
        .withMessageContaining("is a directory");
    assertThat(names()).containsExactly("a.png");
  }

  @Test
  void refusesSidesThatJpegCannotHold() throws IOException {
    Path file = folder.resolve("a.jpg");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ramp(65_501, 1).write(file))
        .withMessageContaining("write a .png");
    ramp(65_500, 1).write(file);
    assertThat(Picture.read(file).width()).isEqualTo(65_500);
  }
}
