package liviano.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import liviano.graph.Graph;
import liviano.server.http.RawClient;
import liviano.vision.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A program that sets the time-outs gives up connections on which nothing happens. In a JVM of its
 * own, because the JDK's server reads its settings once; they are shortened as a user may do.
 */
@Timeout(60)
class JvmSettingsTest {

  /** The program: prints its port, and ends with its input. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      JvmSettings.set();
      try (LivianoServer server = LivianoServer.builder().start()) {
        System.out.println(server.address().getPort());
        System.in.read();
      }
    }
  }

  private static String classPath() {
    try {
      // Tests are patched into the module: only the resource tells where they are.
      Path program = Path.of(Program.class.getResource("JvmSettingsTest$Program.class").toURI());
      Path tests = program.getParent().getParent().getParent();
      return String.join(
          File.pathSeparator,
          tests.toString(),
          origin(LivianoServer.class),
          origin(Picture.class),
          origin(Graph.class));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String origin(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void oneThreadCarriesTheTalkOfEightCores() {
    assertThat(IntStream.of(1, 2, 8, 9, 64).map(JvmSettings::carriers))
        .containsExactly(1, 1, 1, 2, 8);
  }

  @Test
  void requestsThatDoNotBeginOrBreakOffAreGivenUp() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dsun.net.httpserver.maxReqTime=1",
                    "-Dsun.net.httpserver.timerMillis=100",
                    "-Dsun.net.httpserver.clockTick=100",
                    "-cp",
                    classPath(),
                    Program.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(out.readLine()));
      try (RawClient silent = new RawClient(address);
          RawClient half = new RawClient(address)) {
        half.send("GET /healthz HTTP/1.1\r\nHost: local");
        assertThat(silent.isClosed()).isTrue();
        assertThat(half.isClosed()).isTrue();
      }
      try (RawClient good = new RawClient(address)) {
        assertThat(good.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").answer().status())
            .isEqualTo(200);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
