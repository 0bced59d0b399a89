package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import liviano.cli.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxiesTest {
  private static final URI MODELS = URI.create("https://files.models.example/a");

  @TempDir private Path folder;

  private static Proxy proxy(Map<String, String> environment, URI address) {
    return Proxies.of(environment).select(address).getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy, http://proxy.example:3128, proxy.example, 3128",
    "HTTPS_PROXY, http://user:secret@proxy.example:3128/, proxy.example, 3128",
    "all_proxy, proxy.example:3128, proxy.example, 3128",
    "ALL_PROXY, http://proxy.example, proxy.example, 80"
  })
  void environmentNamesIt(String variable, String value, String host, int port) {
    assertThat(proxy(Map.of(variable, value), MODELS))
        .isEqualTo(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
  }

  @Test
  void theLowerCaseOneIsTheStronger() {
    Map<String, String> both = Map.of("https_proxy", "http://one:1", "HTTPS_PROXY", "http://two:2");
    assertThat(proxy(both, MODELS).address()).hasToString("one/<unresolved>:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "models.example",
        ".models.example",
        "*.models.example",
        "other.example, FILES.Models.Example",
        "files.models.example:443"
      })
  void hostsThatAreAskedWithoutIt(String direct) {
    Map<String, String> environment = Map.of("https_proxy", "http://proxy:1", "NO_PROXY", direct);
    assertThat(proxy(environment, MODELS)).isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "odels.example",
        "files.models.example:8443",
        "a.files.models.example"
      })
  void hostsThatAreNot(String direct) {
    Map<String, String> environment = Map.of("https_proxy", "http://proxy:1", "no_proxy", direct);
    assertThat(proxy(environment, MODELS).type()).isEqualTo(Proxy.Type.HTTP);
  }

  @Test
  void withoutOneAndForThisMachineNoneIsAsked() {
    assertThat(proxy(Map.of("http_proxy", "http://proxy:1"), MODELS)).isEqualTo(Proxy.NO_PROXY);
    assertThat(proxy(Map.of("https_proxy", " "), MODELS)).isEqualTo(Proxy.NO_PROXY);
    assertThat(
            proxy(Map.of("https_proxy", "http://proxy:1"), URI.create("https://127.0.0.1:8443/a")))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://user:secret@proxy:1",
        "https://user:secret@proxy:1",
        "http://user:se@cret@:x"
      })
  void whatIsNotSupportedIsSaidWithoutThePassword(String value) {
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOf(UsageException.class)
        .hasNoCause()
        .message()
        .contains("HTTPS_PROXY")
        .doesNotContain("secret")
        .doesNotContain("cret@");
  }

  @Test
  void passwordIsForTheProxyAlone() throws Exception {
    Authenticator who =
        Proxies.of(Map.of("https_proxy", "http://me:p%40ss+word@proxy:1"))
            .authenticator()
            .orElseThrow();
    PasswordAuthentication told = ask(who, Authenticator.RequestorType.PROXY);
    assertThat(told.getUserName()).isEqualTo("me");
    assertThat(told.getPassword()).isEqualTo("p@ss+word".toCharArray());
    assertThat(ask(who, Authenticator.RequestorType.SERVER)).isNull();
  }

  private static PasswordAuthentication ask(Authenticator who, Authenticator.RequestorType kind)
      throws Exception {
    return who.requestPasswordAuthenticationInstance(
        "host", InetAddress.getLoopbackAddress(), 1, "https", "realm", "basic", null, kind);
  }

  /** The files' host has a name that only the proxy knows. */
  @Test
  void filesComeThroughIt() throws IOException {
    byte[] bytes = "twelve bytes".getBytes(UTF_8);
    Path file = folder.resolve("file");
    try (LocalServer server = LocalServer.https().on("/file", LocalServer.whole(bytes));
        TunnelProxy proxy = new TunnelProxy(server.address("/").getPort(), "me:secret")) {
      URI address = server.address("models.test", "/file");
      String place = "127.0.0.1:" + proxy.port();
      Fetching right =
          new Fetching().with(Proxies.of(Map.of("https_proxy", "http://me:secret@" + place)));
      right.fetch(address, Fakes.digest(bytes), file);
      assertThat(file).hasBinaryContent(bytes);
      assertThat(proxy.hosts()).contains("models.test:" + address.getPort());

      Fetching none = new Fetching().with(Proxies.of(Map.of("https_proxy", "http://" + place)));
      assertThatThrownBy(() -> none.fetch(address, Fakes.digest(bytes), folder.resolve("other")))
          .hasMessageStartingWith("the proxy asks for a user and a password");
    }
  }

  @Test
  void proxyThatIsNotThereIsNamed() throws IOException {
    int port;
    try (TunnelProxy proxy = new TunnelProxy(1, "")) {
      port = proxy.port();
    }
    Fetching fetching =
        new Fetching()
            .with(Proxies.of(Map.of("https_proxy", "http://me:secret@127.0.0.1:" + port)));
    assertThatThrownBy(
            () -> fetching.fetch(MODELS, Fakes.digest(new byte[1]), folder.resolve("file")))
        .hasMessage("no connection, through the proxy 127.0.0.1:" + port);
  }
}
