package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line of a document that trains is one that the verbs take. */
class TrainDocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINE =
      Pattern.compile("(?m)^.*\\./liviano (train|lab ablation) ([^\n`|]+)$");
  private static final int FEWEST = 5;

  @Test
  void everyLineParses() throws IOException {
    int lines = 0;
    try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
      for (Path page :
          Stream.concat(pages, Stream.of(ROOT.resolve("README.md")))
              .filter(file -> file.toString().endsWith(".md"))
              .toList()) {
        Matcher line = LINE.matcher(Files.readString(page));
        while (line.find()) {
          List<String> words = List.of(line.group(2).replaceFirst(" #.*", "").strip().split(" +"));
          Object verb =
              line.group(1).equals("train")
                  ? new TrainCommand(context())
                  : new AblationCommand(context());
          assertThatCode(() -> new CommandLine(verb).parseArgs(words.toArray(String[]::new)))
              .as("%s in %s", words, page)
              .doesNotThrowAnyException();
          lines++;
        }
      }
    }
    assertThat(lines).isGreaterThanOrEqualTo(FEWEST);
  }

  private static CommandContext context() {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    return new CommandContext(console, new GlobalOptions(), Map.of());
  }
}
