package liviano.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import liviano.MalformedModelException;
import liviano.tensor.Extents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A published checkpoint of MobileNetV2, whole and cut short. */
@Tag("shared")
@Isolated
class RealSafeTensorsTest {

  private static final Path MODEL =
      Path.of(
          System.getProperty("liviano.shared", "shared"),
          "models/imagenet/mobilenet_v2_1.0_224_float.safetensors");

  @BeforeEach
  void needsTheModel() {
    assumeTrue(Files.isRegularFile(MODEL), () -> "skipped: " + MODEL + " is not there");
  }

  @Test
  void readsTheCheckpoint() throws IOException {
    SafeTensorsFile file = SafeTensors.read(MODEL);
    Weights weights = file.weights().requireFinite();
    assertThat(weights.size()).isEqualTo(106);
    assertThat(file.metadata()).containsKey("arch");
    assertThat(weights.require("conv0.weight", Extents.of(32, 3, 3, 3)).toFloats()).hasSize(864);
    // 3.5 million parameters of four bytes.
    assertThat(weights.totalBytes()).isBetween(13_900_000L, Files.size(MODEL));
  }

  @Test
  void aCopyHoldsTheSame(@TempDir Path folder) throws IOException {
    SafeTensorsFile file = SafeTensors.read(MODEL);
    Path copy = folder.resolve("copy.safetensors");
    SafeTensors.write(copy, file.weights(), file.metadata());
    assertThat(SafeTensors.read(copy).weights()).isEqualTo(file.weights());
    assertThat(SafeTensors.read(copy).metadata()).isEqualTo(file.metadata());
  }

  @Test
  void cutShortAtEvery1000thByte(@TempDir Path folder) throws IOException {
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Files.readAllBytes(MODEL));
    long size = Files.size(cut);
    try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      for (long length = (size - 1) / 1000 * 1000; length >= 0; length -= 1000) {
        channel.truncate(length);
        // Without assertions in the usual case: 14,000 of them would take longer than the reading.
        String expected = cut + ": at byte " + length + ": the file ends";
        try {
          fail("read a file of %d bytes: %s", length, SafeTensors.read(cut).weights());
        } catch (MalformedModelException e) {
          if (!e.getMessage().startsWith(expected)) {
            assertThat(e).hasMessageStartingWith(expected);
          }
        }
      }
    }
  }
}
