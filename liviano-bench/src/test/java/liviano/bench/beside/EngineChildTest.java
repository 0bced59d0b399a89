package liviano.bench.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import liviano.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes that misbehave, played by the shell. */
@DisabledOnOs(OS.WINDOWS)
class EngineChildTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void readsAnswersAmongWhatLibrariesPrint() throws IOException {
    try (EngineChild child =
        start(
            "echo noise; echo '@liviano ready 1.2'; read r; echo \"@liviano nanos 2000000 500000\"",
            LONG)) {
      assertThat(child.version()).isEqualTo("1.2");
      assertThat(child.run(1, 2)).containsExactly(2, 0.5);
    }
  }

  @Test
  void saysWhyAProcessDied() {
    assertThatThrownBy(() -> start("echo 'no such library' >&2; exit 7", LONG))
        .isInstanceOf(CommandException.class)
        .hasMessage("engine: its process ended, status 7: no such library");
  }

  @Test
  void saysThatAProcessDiedLater() throws IOException {
    try (EngineChild child = start("echo '@liviano ready 1'; read r; exit 3", LONG)) {
      assertThatThrownBy(() -> child.run(0, 1))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("engine: its process ended, status 3");
    }
  }

  @Test
  void waitsNoLongerThanItsPatience() throws IOException {
    assertThatThrownBy(() -> start("sleep 60", SHORT))
        .isInstanceOf(CommandException.class)
        .hasMessage("engine: no answer within 0 s");
    try (EngineChild child =
        EngineChild.start("engine", shell("echo '@liviano ready 1'; sleep 60"), LONG, SHORT)) {
      assertThatThrownBy(() -> child.run(0, 1)).hasMessage("engine: no answer within 0 s");
    }
  }

  @Test
  void handsOnWhatTheEngineComplainsOf() {
    assertThatThrownBy(() -> start("echo '@liviano error it reads no such file'; sleep 60", LONG))
        .isInstanceOf(CommandException.class)
        .hasMessage("engine: it reads no such file");
  }

  @Test
  void refusesAnswersToOtherQuestions() throws IOException {
    try (EngineChild child = start("echo '@liviano ready 1'; read r; echo '@liviano done'", LONG)) {
      assertThatThrownBy(() -> child.run(0, 1))
          .hasMessage("engine: it answered 'done', not 'nanos'");
    }
  }

  private static EngineChild start(String script, Duration limit) throws IOException {
    return EngineChild.start("engine", shell(script), limit, limit);
  }

  private static ProcessBuilder shell(String script) {
    return new ProcessBuilder("sh", "-c", script);
  }
}
