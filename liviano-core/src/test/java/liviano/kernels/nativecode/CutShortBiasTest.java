package liviano.kernels.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import liviano.kernels.ChildJvm;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A bias in a file that becomes shorter, read by a method that the JVM has compiled. */
class CutShortBiasTest {
  private static final int CHANNELS = 4096;

  @TempDir Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS) // which lets no mapped file become shorter
  void isAnErrorAndNotTheEndOfTheJvm() {
    String file = folder.resolve("bias").toString();
    assertThat(
            ChildJvm.run(Child.class, List.of(file), "-Xbatch", "-XX:-TieredCompilation").lines())
        .last()
        .isEqualTo("reported");
  }

  /** Prints what comes of it. */
  static final class Child {
    private Child() {}

    public static void main(String[] words) throws IOException {
      Path file = Files.write(Path.of(words[0]), new byte[CHANNELS * Integer.BYTES]);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        Param bias =
            new Param(
                "bias",
                DType.I32,
                Shape.of(CHANNELS),
                channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
        for (int i = 0; i < 100; i++) {
          if (!IntegerDepthwise.leavesSumsExact(bias)) {
            throw new AssertionError("zeros leave sums exact");
          }
        }
        channel.truncate(0);
        try {
          System.out.println(IntegerDepthwise.leavesSumsExact(bias));
        } catch (InternalError e) {
          System.out.println("reported");
        }
      }
    }
  }
}
