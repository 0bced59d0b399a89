package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class RunConfigTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("run.json");
  }

  @Test
  void itComesBackTheSame() throws IOException {
    Runs.config().write(file());
    assertThat(RunConfig.read(file())).isEqualTo(Runs.config());
    assertThat(Files.readString(file())).startsWith("{\n  \"format\": \"liviano-run\",");
  }

  @Test
  void theNetworkInWordsIsWhatItSaysOfItself() {
    assertThat(Runs.config().networkWords()).isEqualTo("mobilenet_v2 0.35/96");
    assertThat(with(JsonObject.builder().build()).networkWords()).isEmpty();
    assertThat(with(JsonObject.builder().put("architecture", "ssdlite").build()).networkWords())
        .isEqualTo("ssdlite");
    assertThat(with(JsonObject.builder().put("width", 1.4).build()).networkWords())
        .isEqualTo("1.4");
  }

  private static RunConfig with(JsonObject network) {
    RunConfig some = Runs.config();
    return new RunConfig(
        some.task(),
        some.data(),
        network,
        some.recipe(),
        some.options(),
        some.score(),
        some.epochs(),
        some.seed(),
        some.workers(),
        some.madeBy());
  }

  @Test
  void whatIsNoConfigurationNamesThePlace() throws IOException {
    Runs.config().write(file());
    String text = Files.readString(file());
    refuses(text.substring(0, 40), "at byte ");
    refuses("[]", "expected an object");
    refuses(text.replace("liviano-run", "x"), "at byte 0: format: expected \"liviano-run\"");
    refuses(text.replace("\"seed\": 7", "\"seed\": \"7\""), "at byte 0: seed: expected an integer");
    refuses(text.replace("\"seed\"", "\"sed\""), "at byte 0: unknown member \"sed\"");
    refuses(text.replace("\"epochs\": 3", "\"epochs\": 0"), "at byte 0: a run has a task");
    refuses(" ".repeat(5 << 20), "");
  }

  @Test
  void aNewerOneSaysSo() throws IOException {
    Runs.config().write(file());
    String text = Files.readString(file());
    refuses(
        text.replace("\"version\": 1", "\"version\": 2").replace("\"seed\"", "\"luck\""),
        "written by a newer version of Liviano (format 2, this one reads up to 1)");
  }

  private void refuses(String text, String reason) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> RunConfig.read(file()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining(reason);
  }

  @Test
  void anEndingComesBackTheSame() throws IOException {
    Path ending = folder.resolve("ending.json");
    assertThat(Ending.read(ending)).isEmpty();
    for (Ending.How how : Ending.How.values()) {
      new Ending(how, "because").write(ending);
      assertThat(Ending.read(ending)).contains(new Ending(how, "because"));
    }
    Files.writeString(ending, "{\"version\": 9}");
    assertThatThrownBy(() -> Ending.read(ending)).hasMessageContaining("newer version");
    Files.writeString(ending, "{\"version\": 1, \"how\": \"late\", \"why\": \"\"}");
    assertThatThrownBy(() -> Ending.read(ending))
        .hasMessageContaining("'late' is none of complete");
  }
}
