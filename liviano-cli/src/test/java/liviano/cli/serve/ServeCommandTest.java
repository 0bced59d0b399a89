package liviano.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import liviano.cli.Cli;
import liviano.cli.CommandProcess;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.cli.commands.TinySegmenter;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
  @TempDir private Path folder;

  private Cli.Outcome run(String... arguments) {
    return cli().run(line(arguments));
  }

  private Cli cli() {
    return Cli.piped().with("LIVIANO_HOME", folder.resolve("home").toString());
  }

  private static String[] line(String... arguments) {
    List<String> line = new ArrayList<>(List.of("serve"));
    line.addAll(List.of(arguments));
    return line.toArray(String[]::new);
  }

  /** Without signals, a process could only be killed. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void answersAreThoseOfTheVerbsUntilItIsToldToEnd() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    TinyModel.save(home.resolve("installed.safetensors"));
    Path classes = folder.resolve("classes.safetensors");
    Path objects = folder.resolve("objects.safetensors");
    Path areas = folder.resolve("areas.safetensors");
    TinyModel.save(classes);
    TinyDetector.save(objects);
    TinySegmenter.save(areas);
    Path picture = TinyModel.picture(folder.resolve("a.png"), 50, 40, 1);
    try (Served served =
        Served.start(
            home,
            "--model",
            classes.toString(),
            "-m",
            objects.toString(),
            "-m",
            areas.toString())) {
      served.assertAnswersAsTheVerb("classify", classes, picture);
      served.assertAnswersAsTheVerb("embed", classes, picture);
      served.assertAnswersAsTheVerb("explain", classes, picture);
      served.assertAnswersAsTheVerb("detect", objects, picture);
      served.assertAnswersAsTheVerb("segment", areas, picture);
      JsonObject models = served.get("v1/models");
      assertThat(models.array("models").objects())
          .extracting(model -> model.string("name"))
          .containsExactly("Tiny", "Tiny detector", "Tiny segmenter", "installed");
      assertThat(models.array("models").object(0).array("defaultOf").strings())
          .contains("classify");
      assertThat(models.array("models").object(1).string("alias")).isEqualTo("objects");
      assertThat(served.post("v1/segment?model=areas", Files.readAllBytes(picture)).statusCode())
          .isEqualTo(200);
      assertThat(models.bool("mayInstall")).isFalse();
      assertThat(models.bool("mayTeach")).isTrue();
      assertThat(served.end("TERM")).isZero();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void withoutAnyModelItStartsAndOffersSome() throws Exception {
    try (Served served = Served.start(folder.resolve("none"), "--allow-install")) {
      JsonObject models = served.get("v1/models");
      assertThat(models.array("models").size()).isZero();
      assertThat(models.array("installable").size()).isPositive();
      assertThat(models.bool("mayInstall")).isTrue();
      assertThat(served.get("v2/health/ready").bool("ready")).isTrue();
      assertThat(served.end("INT")).isZero();
    }
  }

  /** The upload never ends: it is given up, and the process ends without a kill. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoIsUnderWayWhenItStopsIsCountedAndGivenUp() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    TinyModel.save(home.resolve("installed.safetensors"));
    Path errors = folder.resolve("errors");
    try (Served served = Served.start(home, Redirect.to(errors.toFile()), "--request-log");
        Socket stuck = new Socket(served.address().getHost(), served.address().getPort())) {
      String head = "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n";
      stuck.getOutputStream().write((head + "\r\nabc").getBytes(StandardCharsets.US_ASCII));
      served.awaitUnderWay(2); // with the one that asks

      assertThat(served.end("TERM")).isZero();
      assertThat(served.process().inputReader(StandardCharsets.UTF_8).readAllAsString())
          .contains("\"status\":408");
    }
    // The one that asked last may still be ending.
    assertThat(Files.readString(errors))
        .containsPattern("stopping: (1 request|2 requests) under way");
  }

  @Test
  void whatIsMissingIsSaidBesideTheAddress() throws Exception {
    ProcessBuilder builder = CommandProcess.of("serve", "--port=0", "--bind=0.0.0.0");
    builder.environment().put("LIVIANO_HOME", folder.resolve("none").toString());
    Process process = builder.start();
    try (BufferedReader error = process.errorReader()) {
      assertThat(error.readLine()).contains("no model to serve").contains("liviano models pull");
      assertThat(error.readLine()).contains("whoever reaches").contains("--token-file");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=70000|--port must be a whole number from 0 to 65535, is '70000'",
        "--port=http|--port must be a whole number",
        "--sessions=0|--sessions must be a whole number from 1",
        "--queue=-1|--queue must be a whole number from 0",
        "--max-body=big|--max-body must be a number of bytes such as 500K",
        "--max-body=0|--max-body must be a number of bytes",
        "--deadline=0s|--deadline must be a time such as 500ms",
        "--deadline=11m|--deadline must be a time",
        "--max-pixels=0|--max-pixels must be a whole number from 1",
        "--model-memory=-3|--model-memory must be a number of bytes",
        "--base-path=vision|--base-path: a base path is made of",
        "--allow-origin=null|--allow-origin: an origin is a scheme, a host and a port",
        "--allow-origin=*|--allow-origin: an origin is a scheme, a host and a port",
        "--host=a/b|--host: a host is a name",
        "--host=*|--host: a host is a name",
        "--bind=no.such.host.invalid|--bind: there is no address 'no.such.host.invalid'",
      })
  void valuesThatCannotBeAreNamedByTheirOption(String option, String message) {
    Cli.Outcome outcome = run(option);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).hasLineCount(1).contains(message);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void valuesOfTheEnvironmentAreNamedByTheirVariable() {
    Cli.Outcome port = cli().with("LIVIANO_SERVE_PORT", "high").run("serve");
    assertThat(port.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(port.err()).contains("LIVIANO_SERVE_PORT must be a whole number");
    Cli.Outcome warm = cli().with("LIVIANO_SERVE_WARM", "perhaps").run("serve");
    assertThat(warm.err()).contains("LIVIANO_SERVE_WARM must be true or false, is 'perhaps'");
    Cli.Outcome body = cli().with("LIVIANO_SERVE_MAX_BODY", "x").run("serve", "--max-body=y");
    assertThat(body.err()).contains("--max-body must be").doesNotContain("LIVIANO_SERVE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LIVIANO_SERVE_PROT|: did you mean LIVIANO_SERVE_PORT? (see 'liviano serve --help')",
        "LIVIANO_SERVE_MAXBODY|: did you mean LIVIANO_SERVE_MAX_BODY? (",
        "LIVIANO_SERVE_port|: did you mean",
        "LIVIANO_SERVE_THE_WHOLE_NEIGHBOURHOOD_AT_ONCE|stands for no option (see",
        "LIVIANO_SERVE_HELP|stands for no option",
      })
  void variablesThatStandForNoOptionAreNamed(String variable, String message) {
    Cli.Outcome outcome = cli().with(variable, "1").run("serve", "--port=0");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("the variable " + variable + " stands for no option")
        .contains(message);
  }

  @Test
  void everyOptionHasAVariableThatIsKnown() {
    assertThat(ServeOptions.names()).contains("--model", "--warm", "--port").hasSize(20);
    Map<String, String> environment =
        ServeOptions.names().stream().collect(Collectors.toMap(Settings::variable, option -> "1"));
    assertThatCode(() -> new Settings(environment).requireKnown(ServeOptions.names()))
        .doesNotThrowAnyException();
  }

  @Test
  void portsAndAddressesThatCannotBeHadAreTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cli.Outcome outcome = run("--port", String.valueOf(taken.getLocalPort()));
      assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(outcome.err())
          .hasLineCount(1)
          .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is in use: give --port");
    }
    Cli.Outcome foreign = run("--port=0", "--bind=192.0.2.1");
    assertThat(foreign.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(foreign.err()).hasLineCount(1).contains("192.0.2.1: it is no address of this");
  }

  @Test
  void filesThatCannotBeUsedAreTold() throws IOException {
    String missing = folder.resolve("missing").toString();
    assertFails(missing + ": no such file", "--token-file", missing);
    Path weak = Files.writeString(folder.resolve("weak"), "short\n");
    assertFails(weak + ": a token has 8 to 1024", "--token-file", weak.toString());
    Path large = Files.write(folder.resolve("large"), new byte[5000]);
    assertFails("4096 bytes at most", "--token-file", large.toString());
    assertFails(missing, "--tls-keystore", missing);
    assertFails(weak.toString(), "--tls-keystore", weak.toString());
    assertFails("LIVIANO_KEYSTORE_PASSWORD", "--tls-keystore", weak.toString());
    assertFails(missing, "--model", missing);
    assertFails(weak.toString(), "--model", weak.toString());
  }

  private void assertFails(String message, String... arguments) {
    Cli.Outcome outcome = run(arguments);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).hasLineCount(1).contains(message).doesNotContain("internal error");
  }
}
