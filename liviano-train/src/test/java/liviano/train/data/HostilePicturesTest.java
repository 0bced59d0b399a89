package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import liviano.model.Preprocessing;
import liviano.train.data.boxes.BoxPicture;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.MalformedPictureException;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.eval.VocPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that no one should be hurt by, in each of the sources. */
class HostilePicturesTest {
  private static final Preprocessing RULES = Preprocessing.keras(16, 16);

  @TempDir Path folder;

  /** The head of a PNG of 60,000 x 60,000 pixels. */
  private Path bomb() throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(chunk);
    head.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    head.writeInt(60_000);
    head.writeInt(60_000);
    head.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 sum = new CRC32();
    sum.update(chunk.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) sum.getValue());
    return Files.write(folder.resolve("bomb.png"), file.toByteArray());
  }

  private static ClassificationSource classes(Path file) {
    return ClassificationSource.of(
        List.of(Example.of(file, "a", Part.TRAINING)),
        List.of("a"),
        RULES,
        3,
        PictureAugmentation.INCEPTION,
        1 << 20);
  }

  private static DetectionSource boxes(Path file) {
    TrueBox box = new TrueBox(0, 0, 0, 1, 1, false, false);
    return DetectionSource.of(
        List.of(new BoxPicture(file, Part.TRAINING, Optional.empty(), true, List.of(box))),
        RULES,
        3,
        BoxAugmentation.SSD,
        1 << 20);
  }

  private static SegmentationSource masks(Path file) {
    return SegmentationSource.of(
        List.of(new VocPicture("1", file, file)), 2, RULES, 3, Optional.empty(), 1 << 20);
  }

  @Test
  void hugeEmptyAndBrokenPicturesAreNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path text = Files.writeString(folder.resolve("text.jpg"), "GIF? no.");
    for (Path file : List.of(bomb(), empty, text)) {
      for (SampleSource<?> source : List.of(classes(file), boxes(file), masks(file))) {
        for (boolean augment : new boolean[] {true, false}) {
          assertThatThrownBy(() -> source.sample(0, 0, augment))
              .isInstanceOf(MalformedPictureException.class)
              .hasMessageContaining(file.toString());
        }
      }
    }
  }

  @Test
  void picturesThatAreGoneOrFoldersAreNamed() throws IOException {
    Path gone = folder.resolve("gone.png");
    Path inside = Files.createDirectory(folder.resolve("folder.png"));
    for (Path file : List.of(gone, inside)) {
      for (SampleSource<?> source : List.of(classes(file), boxes(file), masks(file))) {
        assertThatThrownBy(() -> source.sample(0, 0, true))
            .isInstanceOf(IOException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void stripsAndSinglePixelsAreSamples() throws IOException {
    for (int[] size : new int[][] {{1, 1}, {1, 3000}, {3000, 1}, {20_000, 40}}) {
      Path file =
          Pictures.write(Pictures.slope(size[0], size[1]), folder.resolve(size[0] + ".png"));
      for (int seed = 0; seed < 5; seed++) {
        for (SampleSource<?> source : List.of(classes(file), boxes(file))) {
          assertThat(source.sample(0, seed, true).input()).hasSize(3 * 16 * 16);
          assertThat(source.sample(0, seed, false).input()).hasSize(3 * 16 * 16);
        }
      }
    }
  }
}
