package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liviano.kernels.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path folder;

  /** A verb that fails is not in the class cache, and nobody would notice but by the clock. */
  @Test
  void everyLineSucceeds() throws IOException {
    List<List<String>> lines = Rehearsal.lines(folder);

    Map<String, String> environment = Rehearsal.environment(folder);
    for (List<String> line : lines) {
      Cli cli = Cli.piped().with("LIVIANO_HOME", environment.get("LIVIANO_HOME"));
      Cli.Outcome outcome = cli.run(line.toArray(String[]::new));

      assertThat(outcome.err()).as("%s", line).isEmpty();
      assertThat(outcome.status()).as("%s", line).isEqualTo(ExitStatus.DONE);
    }
  }

  @Test
  void theThreeTasksAreRehearsedWhereMachineCodeServes() throws IOException {
    List<String> all = List.of("--version", "--help", "models", "classify", "detect", "segment");

    assertThat(Rehearsal.lines(folder).stream().map(List::getFirst))
        .isEqualTo(Providers.nativeCodeUnavailable().isEmpty() ? all : all.subList(0, 3));
  }
}
