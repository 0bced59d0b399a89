package liviano.train.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.cli.shapes.HeldShapes;
import liviano.json.Json;
import liviano.paper.language.Language;
import liviano.paper.language.Phrases;
import liviano.paper.language.Room;
import liviano.train.run.Runs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lab ablation} says of runs that nobody trained, and so without libtorch. */
@Tag("locale")
class AblationAnswerTest {
  static final HeldShapes SHAPES = HeldShapes.of(AblationAnswerTest.class);

  @TempDir private Path folder;

  /** {@link AblationTest} holds the same shape of networks that were trained. */
  @Test
  void itsJsonStaysAsItIs() throws IOException {
    AblationAnswer answer = new AblationAnswer(0.35, 96, 2, 2, 40);
    for (AblationForm form : AblationForm.values()) {
      for (int seed = 0; seed < 2; seed++) {
        answer.add(form, 0.5, List.of(Runs.epoch(1, 0.4), Runs.epoch(2, 0.5)));
      }
    }
    Phrases phrases = Phrases.of(Language.EN, Room.LAB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, out, Terminal.none(StandardCharsets.UTF_8));
    answer.print(console, true, phrases);
    console.flush();
    SHAPES.hold("lab-ablation", Json.parse(out.toString(StandardCharsets.UTF_8)));
    answer.write(folder, phrases);
    SHAPES.hold("lab-ablation", Json.parse(Files.readString(folder.resolve("ablation.json"))));
  }
}
