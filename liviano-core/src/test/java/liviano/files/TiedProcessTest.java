package liviano.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  /** So many children that the first has long ended when the last is killed. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoseChildWasKilledDoesNotGoOn(@TempDir Path folder) throws IOException {
    String start = "n=0; while [ $n -lt 200 ]; do sleep 300 & : ${first=$!} $((n+=1)); done";
    ProcessBuilder command =
        new ProcessBuilder("sh", "-c", start + "; echo ready; wait $first; touch gone-on");
    Process process;
    try (TiedProcess tied = TiedProcess.start(command.directory(folder.toFile()))) {
      process = tied.process();
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
    }
    assertThat(process.exitValue()).as("it was killed, and did not end by itself").isNotZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotStartIsSaid() {
    assertThatIOException()
        .isThrownBy(() -> TiedProcess.start(new ProcessBuilder("/no/such/program")))
        .withMessageContaining("/no/such/program");
  }
}
