package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library's coordinates are the same wherever they stand, and its POMs fit for Maven Central.
 */
class LibraryPomTest {
  private static final Path ROOT = Documents.root();
  private static final Pom PARENT = Pom.read(ROOT.resolve("pom.xml"));
  private static final Pom BOM = Pom.read(ROOT.resolve("liviano-bom/pom.xml"));
  private static final String GROUP = PARENT.text("groupId");
  private static final String VERSION = PARENT.text("version");

  @Test
  void everyPomIsOfTheSameGroupAndVersion() throws IOException {
    List<Pom> poms =
        Stream.concat(
                PARENT.all("modules/module").stream()
                    .filter(module -> !module.text().equals("liviano-bom"))
                    .map(module -> ROOT.resolve(module.text()).resolve("pom.xml")),
                peers().stream())
            .map(Pom::read)
            .toList();
    assertThat(poms).hasSizeGreaterThan(9);
    assertThat(poms)
        .allSatisfy(
            pom -> {
              assertThat(pom.text("parent/groupId")).isEqualTo(GROUP);
              assertThat(pom.text("parent/version")).isEqualTo(VERSION);
            });
    assertThat(BOM.text("groupId")).isEqualTo(GROUP);
    assertThat(BOM.text("version")).isEqualTo(VERSION);
  }

  private static List<Path> peers() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("liviano-bench/peers"))) {
      return Stream.concat(
              files,
              Stream.of(
                      "liviano-train/libtorch.xml",
                      "liviano-train/libtorchcuda.xml",
                      "liviano-spark/spark.xml")
                  .map(ROOT::resolve))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "spring-boot"})
  void theExamplesAskForThisVersion(String name) {
    Pom example = Pom.read(ROOT.resolve("examples").resolve(name).resolve("pom.xml"));
    assertThat(example.text("properties/liviano.version")).isEqualTo(VERSION);
    assertThat(example.text("dependencyManagement/dependencies/dependency/groupId"))
        .isEqualTo(GROUP);
  }

  @Test
  void readmeAsksForThisVersion() {
    assertThat(Documents.read(ROOT.resolve("README.md")).replaceAll("\\s", ""))
        .contains(
            "<dependency><groupId>"
                + GROUP
                + "</groupId><artifactId>liviano-vision</artifactId><version>"
                + VERSION
                + "</version></dependency>");
  }

  /** And the module for Spark, which they do not install: it needs Spark's jars, 330 MB. */
  @Test
  void theBomListsWhatTheLaunchersInstall() {
    List<Pom> managed = BOM.all("dependencyManagement/dependencies/dependency");
    List<String> all = managed.stream().map(pom -> pom.text("artifactId")).toList();
    List<String> library = all.subList(0, 4);
    assertThat(library)
        .containsExactly("liviano-core", "liviano-vision", "liviano-formats", "liviano-server");
    assertThat(all.subList(4, all.size())).containsExactly("liviano-spark");
    assertThat(managed).allSatisfy(pom -> assertThat(pom.text("groupId")).isEqualTo(GROUP));
    String modules = "liviano-bom," + String.join(",", library);
    assertThat(Documents.read(ROOT.resolve("launcher/library.sh")))
        .contains("library=" + modules + "\n");
    assertThat(Documents.read(ROOT.resolve("liviano.cmd"))).contains("-pl " + modules + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"url", "licenses", "developers", "scm", "issueManagement", "inceptionYear"})
  void theBomSaysOfTheProjectWhatTheParentSays(String element) {
    assertThat(PARENT.text(element)).isNotBlank();
    assertThat(BOM.text(element)).isEqualTo(PARENT.text(element));
  }

  /** But for tests, and for what a program may add. */
  @ParameterizedTest
  @CsvSource({"liviano-core,0", "liviano-vision,1", "liviano-server,2"})
  void theseNeedNothingButEachOther(String module, int others) {
    List<Pom> needed =
        Pom.read(ROOT.resolve(module).resolve("pom.xml")).all("dependencies/dependency").stream()
            .filter(pom -> pom.all("scope").stream().noneMatch(s -> s.text().equals("test")))
            .filter(pom -> pom.all("optional").isEmpty())
            .toList();
    assertThat(needed).hasSize(others);
    assertThat(needed).allSatisfy(pom -> assertThat(pom.text("groupId")).isEqualTo(GROUP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "liviano-bom",
        "liviano-core",
        "liviano-vision",
        "liviano-formats",
        "liviano-server",
        "liviano-spark"
      })
  void whatIsPublishedHasANameAndADescription(String module) {
    Pom pom = Pom.read(ROOT.resolve(module).resolve("pom.xml"));
    assertThat(pom.text("name")).startsWith("Liviano");
    assertThat(pom.text("description")).isNotBlank();
  }

  @Test
  void theBomsPluginsAreThoseOfTheParent() {
    Map<String, String> plugins = plugins(BOM);
    assertThat(plugins).isNotEmpty();
    assertThat(plugins(PARENT)).containsAllEntriesOf(plugins);
  }

  private static Map<String, String> plugins(Pom pom) {
    Function<Pom, String> name = plugin -> plugin.text("artifactId");
    return pom.all("build/pluginManagement/plugins/plugin").stream()
        .collect(Collectors.toMap(name, plugin -> plugin.text("version")));
  }
}
