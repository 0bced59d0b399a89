package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadablePicturesTest {
  @TempDir Path folder;

  @Test
  void picturesThatCannotBeReadAreLeftOutAndTold() throws IOException {
    for (int i = 0; i < 5; i++) {
      Pictures.write(Pictures.noise(5, 4, i), folder.resolve("a/" + i + ".png"));
    }
    Path text = Files.writeString(folder.resolve("a/1.png"), "no picture");
    Examples all = ClassFolders.read(folder);
    Path gone = folder.resolve("a/3.png");
    Files.delete(gone);
    Examples readable = ReadablePictures.of(all, 3);
    assertThat(readable.pictures())
        .extracting(Example::name)
        .containsExactly(
            folder.resolve("a/0.png").toString(),
            folder.resolve("a/2.png").toString(),
            folder.resolve("a/4.png").toString());
    assertThat(readable.notices()).hasSize(2);
    assertThat(readable.notices().get(0)).startsWith(text + ": ").endsWith(" (left out)");
    assertThat(readable.notices().get(1)).isEqualTo(gone + ": is no longer there (left out)");
  }
}
