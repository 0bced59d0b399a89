package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import liviano.cli.Cli;
import org.junit.jupiter.api.Test;

/** Every command line in a document is one that the command takes. */
class CommandLinesTest {
  private static final int FEWEST = 80;

  /** Verbs of modules that are not on the path here; their own tests look at their lines. */
  private static final Set<String> ELSEWHERE = Set.of("train", "spark");

  @Test
  void everyCommandLineOfEveryDocumentParses() {
    int lines = 0;
    for (Path document : Documents.below(Documents.root())) {
      for (List<String> words : CommandLines.of(Documents.read(document))) {
        if (ELSEWHERE.contains(words.getFirst())) {
          continue;
        }
        assertThatCode(() -> Cli.piped().parse(words.toArray(String[]::new)))
            .as("%s in %s", words, document)
            .doesNotThrowAnyException();
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(FEWEST);
  }

  @Test
  void aLineThatTheCommandDoesNotTakeIsRefused() {
    assertThatThrownBy(() -> Cli.piped().parse("lab", "nonsense")).isNotNull();
    assertThatThrownBy(() -> Cli.piped().parse("bench", "--nonsense")).isNotNull();
    assertThatThrownBy(() -> Cli.piped().parse("bench", "--threads", "many")).isNotNull();
  }

  @Test
  void linesAreReadAsAShellReadsThem() {
    String document =
        """
        Run `./liviano doctor`, or `X=1 time ./liviano bench --profile`; `liviano` alone is a name.

        ```sh
        ./liviano test -pl core        # the launcher's own
        A=b C="d e" ./liviano lab convolution --kernel "0,1;1,0"  # a comment
        ./liviano eval detection --images a \\
            --annotations b
        mvn -q package
        ```

        ```
        ./liviano is not shell here
        ```
        """;

    assertThat(CommandLines.of(document))
        .containsExactly(
            List.of("doctor"),
            List.of("bench", "--profile"),
            List.of("lab", "convolution", "--kernel", "0,1;1,0"),
            List.of("eval", "detection", "--images", "a", "--annotations", "b"));
  }
}
