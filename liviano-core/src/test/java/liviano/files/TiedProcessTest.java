package liviano.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TiedProcessTest {
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void endsWithAllThatItHasStarted() throws IOException, InterruptedException {
    Process process;
    Optional<ProcessHandle> grandchild;
    try (TiedProcess tied =
        TiedProcess.start(new ProcessBuilder("sh", "-c", "sleep 300 & echo $!; wait"))) {
      process = tied.process();
      BufferedReader words = process.inputReader();
      grandchild = ProcessHandle.of(Long.parseLong(words.readLine()));
      assertThat(process.isAlive()).isTrue();
      assertThat(grandchild.map(ProcessHandle::isAlive)).contains(true);
    }
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(grandchild.filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void whatCannotStartIsSaid() {
    assertThatIOException()
        .isThrownBy(() -> TiedProcess.start(new ProcessBuilder("/no/such/program")))
        .withMessageContaining("/no/such/program");
  }
}
