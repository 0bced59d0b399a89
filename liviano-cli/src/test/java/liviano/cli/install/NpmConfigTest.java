package liviano.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class NpmConfigTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void moveIn() throws IOException {
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    environment.put("PREFIX", Files.createDirectories(folder.resolve("usr")).toString());
    Files.createDirectory(folder.resolve("usr/etc"));
    global("");
  }

  private void user(String text) throws IOException {
    Files.writeString(folder.resolve("home/.npmrc"), text);
  }

  private void global(String text) throws IOException {
    Files.writeString(folder.resolve("usr/etc/npmrc"), text);
  }

  private NpmConfig config() throws IOException {
    return NpmConfig.of(environment);
  }

  private String registry(String name) throws IOException {
    return config().registry(name).orElse("none");
  }

  @Test
  void withoutSettingsThereIsNoRegistry() throws IOException {
    assertThat(config().registry("net")).isEmpty();
    Files.delete(folder.resolve("usr/etc/npmrc"));
    user("; registry=https://no.example/\n#registry=https://no.example/\nregistry\n=x\n");
    assertThat(config().registry("net")).isEmpty();
  }

  @Test
  void variablesAreStrongerThanTheUsersFileAndThatThanTheSystems() throws IOException {
    global("registry=https://global.example/");
    assertThat(registry("net")).isEqualTo("https://global.example/");
    user("registry = \"https://user.example/\"\n");
    assertThat(registry("net")).isEqualTo("https://user.example/");
    environment.put("NPM_CONFIG_REGISTRY", "https://variable.example/");
    assertThat(registry("net")).isEqualTo("https://variable.example/");
  }

  @Test
  void filesMayLieElsewhere() throws IOException {
    Path user = Files.writeString(folder.resolve("mine"), "registry=https://mine.example/");
    Path global = Files.writeString(folder.resolve("all"), "cafile=/certificates");
    environment.put("npm_config_userconfig", user.toString());
    environment.put("npm_config_globalconfig", global.toString());
    assertThat(registry("net")).isEqualTo("https://mine.example/");
    assertThat(config().certificates()).contains(Path.of("/certificates"));
  }

  @Test
  void systemsFileIsBesideNode() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("opt/bin"));
    Path node = Files.createFile(bin.resolve("node"));
    assertThat(node.toFile().setExecutable(true)).isTrue();
    Files.createDirectory(folder.resolve("opt/etc"));
    Files.writeString(folder.resolve("opt/etc/npmrc"), "registry=https://beside.example/");
    environment.remove("PREFIX");
    environment.put("PATH", bin.toString());
    assertThat(registry("net")).isEqualTo("https://beside.example/");
  }

  @Test
  void scopesHaveTheirOwnRegistries() throws IOException {
    user("registry=https://all.example/\n@maker:registry=https://maker.example/\n");
    assertThat(registry("@maker/net")).isEqualTo("https://maker.example/");
    assertThat(registry("@other/net")).isEqualTo("https://all.example/");
    assertThat(registry("net")).isEqualTo("https://all.example/");
  }

  @Test
  void variablesAreExpanded() throws IOException {
    environment.put("PLACE", "here$1");
    user(
        """
        registry=https://${PLACE}.example/${NONE}/${NONE?}
        //x/:_authToken=\\${PLACE}
        """);
    assertThat(registry("net")).isEqualTo("https://here$1.example/${NONE}/");
    assertThat(config().credentials(URI.create("https://x/net"))).contains("Bearer ${PLACE}");
  }

  @Test
  void commentsAndSectionsAreNoSettings() throws IOException {
    user(
        "registry=https://one.example/ ; of the house\n[section]\nregistry=https://two.example/\n");
    assertThat(registry("net")).isEqualTo("https://one.example/");
  }

  @Test
  void credentialsAreForTheirHostAndPath() throws IOException {
    user(
        """
        //a.example/npm/:_authToken=token
        //a.example/:_auth=YTpi
        //b.example:8443/:username=me
        //b.example:8443/:_password=c2VjcmV0
        _authToken=everybody
        """);
    assertThat(credentials("https://a.example/npm/net/-/net-1.tgz")).isEqualTo("Bearer token");
    assertThat(credentials("https://a.example/net/-/net-1.tgz")).isEqualTo("Basic YTpi");
    assertThat(credentials("https://b.example:8443/net")).isEqualTo("Basic bWU6c2VjcmV0");
    assertThat(credentials("https://b.example/net")).isEqualTo("none");
    assertThat(credentials("https://a.example.evil/net")).isEqualTo("none");
    assertThat(credentials("https://evil/a.example/npm/net")).isEqualTo("none");
    assertThat(config().toString()).doesNotContain("token").doesNotContain("c2Vj");
  }

  private String credentials(String address) throws IOException {
    return config().credentials(URI.create(address)).orElse("none");
  }
}
