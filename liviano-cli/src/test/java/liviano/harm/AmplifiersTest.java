package liviano.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.harm.Amplifiers.Amplifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that ask for many times their size are refused by a heap of 256 MB, which bears it. */
class AmplifiersTest {
  private static final List<String> ANSWERS = new ArrayList<>();
  @TempDir static Path folder;

  static List<Amplifier> amplifiers() {
    return Amplifiers.all();
  }

  @BeforeAll
  static void read() throws IOException, InterruptedException {
    int number = 0;
    for (Amplifier amplifier : amplifiers()) {
      Path own = Files.createDirectory(folder.resolve(String.valueOf(number++)));
      Files.write(own.resolve(amplifier.file()), amplifier.bytes().get());
    }
    Path out = folder.resolve("out");
    Process process =
        SmallJvm.of(AmplifierTrial.class, folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    ANSWERS.addAll(Files.readAllLines(out));
  }

  @ParameterizedTest
  @MethodSource("amplifiers")
  void isRefusedInALine(Amplifier amplifier) {
    assertThat(ANSWERS).anyMatch(answer -> answer.startsWith(amplifier + ": refused " + folder));
  }
}
