package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NpmRegistryTest {
  private static final byte[] BYTES = "a tarball".getBytes(UTF_8);
  private static final Digest DIGEST = Fakes.digest(BYTES);

  @TempDir private Path folder;
  private LocalServer server;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.https();
    environment.put("npm_config_userconfig", folder.resolve("npmrc").toString());
    environment.put("npm_config_globalconfig", folder.resolve("none").toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void settings(String text) throws IOException {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), TestCertificate.pem());
    Files.writeString(folder.resolve("npmrc"), text + "\ncafile=" + authorities + "\n");
  }

  private Path get(String name) throws IOException {
    Path target = folder.resolve("target");
    new NpmRegistry(
            environment,
            Proxies.of(Map.of()),
            Fetching.PATIENCE,
            new Silence(Silence.USUAL),
            (_, _) -> {})
        .get(
            new Source.NpmPackage(name, "1.2.3", DIGEST, Map.of("package/a", DIGEST)),
            target,
            new Workplace(folder, folder.resolve("kept")),
            new Fetching());
    return target;
  }

  @Test
  void takesTheTarballFromTheRegistryThatIsSet() throws IOException {
    server.on("/npm/net/-/net-1.2.3.tgz", LocalServer.whole(BYTES));
    settings("registry=" + server.address("/npm"));
    assertThat(get("net")).hasBinaryContent(BYTES);
    assertThat(server.requests().getFirst().header("Authorization")).isEmpty();
  }

  @Test
  void scopedPackagesHaveTheirPlaceAndCredentials() throws IOException {
    server.on("/npm/@maker/net/-/net-1.2.3.tgz", LocalServer.whole(BYTES));
    String place = server.address("/npm/").toString();
    settings(
        "@maker:registry="
            + place
            + "\n"
            + place.substring("https:".length())
            + ":_authToken=secret");
    assertThat(get("@maker/net")).hasBinaryContent(BYTES);
    assertThat(server.requests().getFirst().header("Authorization")).contains("Bearer secret");
  }

  @Test
  void wrongTarballIsDeleted() throws IOException {
    server.on("/net/-/net-1.2.3.tgz", LocalServer.whole("another!!".getBytes(UTF_8)));
    settings("registry=" + server.address("/"));
    assertThatThrownBy(() -> get("net"))
        .hasMessageContaining("has the wrong SHA-512: expected " + DIGEST.checksum().hex());
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void packageThatIsNotThere() throws IOException {
    settings("registry=" + server.address("/"));
    assertThatThrownBy(() -> get("net"))
        .hasMessage("the registry of npm's settings: net-1.2.3.tgz: HTTP status 404");
  }

  @Test
  void withoutARegistryNoneIsAsked() {
    assertThatThrownBy(() -> get("net"))
        .hasMessage(
            "npm is not on the PATH, and its settings (~/.npmrc, npm_config_registry) name no"
                + " registry");
  }

  @Test
  void plainHttpAndNonsenseAreNotAsked() throws IOException {
    for (String registry : new String[] {"http://me:secret@npm.example/", "htt ps:", "npm"}) {
      settings("registry=" + registry);
      assertThatThrownBy(() -> get("net"))
          .hasMessage("the registry of npm's settings is no address behind HTTPS");
    }
  }

  @Test
  void certificatesThatCannotBeReadAreNamed() throws IOException {
    settings("registry=" + server.address("/"));
    Files.writeString(folder.resolve("ca.pem"), "nonsense");
    assertThatThrownBy(() -> get("net"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("ca.pem").toString());
  }
}
