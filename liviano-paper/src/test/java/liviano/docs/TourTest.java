package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guided tours show the same commands and the same pictures in both languages. */
class TourTest {
  private static final Path DOCS = Documents.root().resolve("docs");
  private static final Pattern COMMAND = Pattern.compile("^\\./liviano (.*)$", Pattern.MULTILINE);
  private static final Pattern PICTURE = Pattern.compile("!\\[([^]]*)]\\(([^)]*)\\)");
  private static final long MOST_BYTES = 600_000;

  @Test
  void theSpanishTourIsTheSameTour() throws IOException {
    assertThat(commands("paper.md")).hasSizeGreaterThan(20);
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
}
