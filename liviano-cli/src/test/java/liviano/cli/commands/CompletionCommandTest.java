package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void scriptCompletesVerbsInBash() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
    Cli.Outcome outcome = Cli.piped().run("completion");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    Path script = Files.writeString(folder.resolve("script"), outcome.out());
    String ask =
        String.format(
            Locale.ROOT,
            "source '%s'; COMP_WORDS=(liviano doc); COMP_CWORD=1; _complete_liviano; echo ${COMPREPLY[@]}",
            script);
    Process bash = new ProcessBuilder("/bin/bash", "-c", ask).redirectErrorStream(true).start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer.strip()).isEqualTo("doctor");
  }

  @Test
  void picoclisUsualNameWorksToo() {
    assertThat(Cli.piped().run("generate-completion").out())
        .isEqualTo(Cli.piped().run("completion").out());
  }
}
