package liviano.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of HTTPS, with a key that keytool made. */
class ServerKeysTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;

  private static Path store;

  @BeforeAll
  static void makeKey() throws IOException, InterruptedException {
    store = folder.resolve("key.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .start();
    try (InputStream said = process.getInputStream()) {
      String words = new String(said.readAllBytes());
      assertThat(process.waitFor()).as(words).isZero();
    }
  }

  @Test
  void servesHttpsAlone() throws IOException, InterruptedException, GeneralSecurityException {
    try (LivianoServer server =
            LivianoServer.builder().tls(ServerKeys.read(store, PASSWORD)).start();
        HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      assertThat(server.address().getScheme()).isEqualTo("https");
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.address().resolve("healthz")).build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("{\"live\":true}");
    }
  }

  private static SSLContext trusting() throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore certificates = KeyStore.getInstance(KeyStore.getDefaultType());
    certificates.load(null, null);
    certificates.setCertificateEntry(
        "server", KeyStore.getInstance(store.toFile(), PASSWORD).getCertificate("server"));
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void saysWhatIsWrongWithAKeyStore() throws IOException {
    assertThatThrownBy(() -> ServerKeys.read(store, "another".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessage(store + ": the password of the key store is another");
    Path text = Files.writeString(folder.resolve("text.p12"), "no key store");
    assertThatThrownBy(() -> ServerKeys.read(text, PASSWORD))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + ": no key store");
    assertThatThrownBy(() -> ServerKeys.read(folder.resolve("missing.p12"), PASSWORD))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("missing.p12: no such file");
  }
}
