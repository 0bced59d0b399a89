package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The guided tours name commands that exist, and both the same. */
class TourTest {
  private static final Path DOCS = docs();
  private static final Pattern COMMAND = Pattern.compile("^\\./liviano (.*)$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern PICTURE = Pattern.compile("!\\[([^]]*)]\\(([^)]*)\\)");
  private static final long MOST_BYTES = 600_000;

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/paper.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper.md", "es/articulo.md"})
  void everyCommandParses(String document) throws IOException {
    List<String> commands = commands(document);

    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      assertThatCode(() -> line().parseArgs(words(command)))
          .as("%s in %s", command, document)
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> line().parseArgs("lab", "nonsense")).isNotNull();
  }

  @Test
  void theSpanishTourIsTheSameTour() throws IOException {
    assertThat(commands("es/articulo.md")).isEqualTo(commands("paper.md"));
    assertThat(pictures("es/articulo.md").stream().map(p -> p.replaceFirst("^\\.\\./", "")))
        .isEqualTo(pictures("paper.md"));
  }

  @Test
  void picturesAreThereAndSmall() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS.resolve("pictures"))) {
      List<Path> pictures = files.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path picture : pictures) {
        bytes += Files.size(picture);
      }
      assertThat(bytes).isLessThan(MOST_BYTES);
      assertThat(pictures.stream().map(picture -> DOCS.relativize(picture).toString()))
          .containsAll(pictures("paper.md"));
    }
  }

  private static List<String> commands(String document) throws IOException {
    Matcher command = COMMAND.matcher(Files.readString(DOCS.resolve(document)));
    return command.results().map(result -> result.group(1)).toList();
  }

  /** Each has a description, for those who cannot see it. */
  private static List<String> pictures(String document) throws IOException {
    Matcher picture = PICTURE.matcher(Files.readString(DOCS.resolve(document)));
    List<String> pictures = new ArrayList<>();
    while (picture.find()) {
      assertThat(picture.group(1)).hasSizeGreaterThan(20);
      pictures.add(picture.group(2));
    }
    return pictures;
  }

  /** As the shell parts them; double quotes hold a word together. */
  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  private static CommandLine line() {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    return Main.commandLine(new CommandContext(console, new GlobalOptions(), Map.of()));
  }
}
