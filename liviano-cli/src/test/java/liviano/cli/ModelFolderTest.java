package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where models live, for users of every kind. */
class ModelFolderTest {
  @Test
  void isWhereTheUserSaysElseInTheHomeFolder() {
    Map<String, String> all = Map.of("LIVIANO_HOME", "models", "HOME", "/home/maria");
    assertThat(CommandContext.modelFolder(all, "/root")).contains(Path.of("models"));
    assertThat(CommandContext.modelFolder(Map.of("HOME", "/home/maria"), "/root"))
        .contains(Path.of("/home/maria/.cache/liviano"));
    assertThat(CommandContext.modelFolder(Map.of("HOME", " "), "/root"))
        .contains(Path.of("/root/.cache/liviano"));
  }

  /** The JDK calls the home of a user without an account a question mark. */
  @Test
  void isNowhereForUsersWithoutAHome() {
    assertThat(CommandContext.modelFolder(Map.of(), "?")).isEmpty();
    assertThat(CommandContext.modelFolder(Map.of("HOME", "?"), "/root")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "models pull ssdlite_mobilenet_v2_coco", "classify a.png"})
  void verbsThatNeedItAskForIt(String line) {
    Cli.Outcome outcome = Cli.piped().with("HOME", "?").run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: no folder for models: this user has no home folder; set LIVIANO_HOME to a"
                + " folder that can be written"
                + System.lineSeparator());
    assertThat(Path.of("?")).doesNotExist();
  }
}
