package liviano.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liviano.cli.output.Terminal;
import liviano.kernels.Providers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class RehearsalTest {
  @TempDir private Path folder;

  /** A verb that fails is not in the class cache, and nobody would notice but by the clock. */
  @Test
  void everyLineSucceeds() throws IOException {
    List<List<String>> lines = Rehearsal.lines(folder);

    Map<String, String> environment = Rehearsal.environment(folder);
    for (List<String> line : lines) {
      Cli cli = Cli.piped().with("LIVIANO_HOME", environment.get("LIVIANO_HOME"));
      Cli.Outcome outcome = cli.run(line.toArray(String[]::new));

      assertThat(outcome.err()).as("%s", line).isEmpty();
      assertThat(outcome.status()).as("%s", line).isEqualTo(ExitStatus.DONE);
    }
  }

  @Test
  void theThreeTasksAreRehearsedWhereMachineCodeServes() throws IOException {
    List<String> all = List.of("--version", "--help", "models", "classify", "detect", "segment");

    assertThat(Rehearsal.lines(folder).stream().map(List::getFirst))
        .isEqualTo(Providers.nativeCodeUnavailable().isEmpty() ? all : all.subList(0, 3));
  }

  @BeforeEach
  void isOfSomeBuild() {
    System.setProperty(KeptText.IDENTITY, "a build");
  }

  @AfterEach
  void isOfNone() {
    System.clearProperty(KeptText.IDENTITY);
  }

  @Test
  void itWritesTheHelpAsItIsPrintedInEachWidth() throws IOException {
    Rehearsal.write(folder);
    for (int columns : new int[] {40, 55, 80, 100, 200}) {
      for (boolean terminal : new boolean[] {false, true}) {
        Cli cli =
            Cli.piped()
                .with(new Terminal(terminal, terminal, true, columns, StandardCharsets.UTF_8));
        String described = cli.run("--help").out();
        System.setProperty(PreparedHelp.PROPERTY, folder.resolve("help").toString());
        try {
          assertThat(cli.run("--help").out()).as("%d columns", columns).isEqualTo(described);
          assertThat(cli.run("-h").out()).isEqualTo(described);
        } finally {
          System.clearProperty(PreparedHelp.PROPERTY);
        }
      }
    }
  }

  /** Whether what was prepared is what is printed shows when it is another text. */
  @Test
  void whatIsPreparedIsPrintedAndWhatIsNotIsDescribed() throws IOException {
    Path help = Files.createDirectory(folder.resolve("help"));
    KeptText.write(help.resolve("80.plain.txt"), "prepared ü\n");
    System.setProperty(PreparedHelp.PROPERTY, help.toString());
    try {
      assertThat(Cli.piped().run("--help").out()).isEqualTo("prepared ü\n");
      assertThat(Cli.piped().run("doctor", "--help").out()).contains("Usage: liviano doctor");
      Files.delete(help.resolve("80.plain.txt"));
      assertThat(Cli.piped().run("--help").out()).contains("Usage: liviano [");
    } finally {
      System.clearProperty(PreparedHelp.PROPERTY);
    }
  }

  @Test
  void whatIsCutOrOfAnotherBuildIsDescribed() throws IOException {
    String described = Cli.piped().run("--help").out();
    Path file = Files.createDirectory(folder.resolve("help")).resolve("80.plain.txt");
    KeptText.write(file, "prepared\n");
    String whole = Files.readString(file);
    System.setProperty(PreparedHelp.PROPERTY, file.getParent().toString());
    try {
      assertThat(Cli.piped().run("--help").out()).isEqualTo("prepared\n");
      for (String damaged :
          List.of(
              "",
              "prepared\n",
              whole.substring(0, whole.length() - 1),
              whole + "\n",
              whole.replace("a build", "b build"))) {
        Files.writeString(file, damaged);
        assertThat(Cli.piped().run("--help").out()).as(damaged).isEqualTo(described);
      }
      Files.writeString(file, whole);
      System.clearProperty(KeptText.IDENTITY);
      assertThat(Cli.piped().run("--help").out()).isEqualTo(described);
    } finally {
      System.clearProperty(PreparedHelp.PROPERTY);
    }
  }
}
