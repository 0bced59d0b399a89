package liviano.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("shared")
class SharedPicturesTest {

  @ParameterizedTest
  @CsvSource({"imagenet-val-300/images, 300", "coco-val2017-40/images, 40", "samples, 12"})
  void everyPictureIsRead(String folder, int count) throws IOException {
    Path data = Path.of(System.getProperty("liviano.shared", "")).resolve("data").resolve(folder);
    assumeTrue(Files.isDirectory(data), () -> "no pictures in " + data);
    List<Path> files;
    try (Stream<Path> all = Files.list(data)) {
      files = all.filter(file -> !file.endsWith("COPYRIGHT")).toList();
    }
    assertThat(files).hasSize(count);
    for (Path file : files) {
      Picture picture = Picture.read(file);
      assertThat(picture.width()).as("%s", file).isGreaterThan(100);
      assertThat(picture.height()).as("%s", file).isGreaterThan(100);
      if (folder.startsWith("imagenet")) {
        assertThat(picture).hasToString("Picture[227x227]");
      }
    }
  }

  @Test
  void casesFromTheField() throws IOException {
    Path cases = Path.of(System.getProperty("liviano.shared", "")).resolve("cases");
    assumeTrue(Files.isDirectory(cases), () -> "no files in " + cases);
    assertThat(Picture.read(cases.resolve("bmp-reserved-not-zero.bmp")))
        .hasToString("Picture[160x187]");
    assertThat(Picture.read(cases.resolve("gif-whole.gif"))).hasToString("Picture[160x187]");
    Path early = cases.resolve("gif-data-end-at-a-third.gif");
    assertThatExceptionOfType(MalformedPictureException.class)
        .isThrownBy(() -> Picture.read(early))
        .withMessage(early + ": truncated: the GIF data end in row 60 of 187");
    Picture plain = Picture.read(cases.resolve("000000000724.jpg"));
    for (int code : new int[] {3, 6}) {
      Path turned = cases.resolve("coco-000000000724-exif-" + code + ".jpg");
      Picture stored = PictureReader.defaults().asStored().read(turned);
      assertThat(stored.orientation()).isEqualTo(code);
      assertThat(stored.samples().mismatch(plain.samples())).isEqualTo(-1);
      assertThat(Picture.read(turned).width()).isEqualTo(code == 3 ? 375 : 500);
    }
  }
}
