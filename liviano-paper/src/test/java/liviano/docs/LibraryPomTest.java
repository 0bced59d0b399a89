package liviano.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final String VERSION = PARENT.text("properties/revision");

  /** What is uploaded; nothing else may be. */
  private static final Set<String> PUBLISHED =
      Set.of(
          "liviano-bom",
          "liviano-core",
          "liviano-vision",
          "liviano-formats",
          "liviano-server",
          "liviano-spark");

  @Test
  void everyPomIsOfTheSameGroupAndTakesTheVersionFromOnePlace() throws IOException {
    List<Pom> poms =
        Stream.concat(modules().map(module -> ROOT.resolve(module).resolve("pom.xml")), peers())
            .map(Pom::read)
            .toList();
    assertThat(poms).hasSizeGreaterThan(10);
    assertThat(poms)
        .allSatisfy(
            pom -> {
              assertThat(pom.text("parent/groupId")).isEqualTo(GROUP);
              assertThat(pom.text("parent/version")).isEqualTo("${revision}");
              assertThat(pom.all("version")).isEmpty();
              assertThat(pom.all("properties/revision")).isEmpty();
            });
    assertThat(PARENT.text("version")).isEqualTo("${revision}");
    assertThat(VERSION).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  private static Stream<String> modules() {
    return PARENT.all("modules/module").stream().map(Pom::text);
  }

  /** The newest version that the changelog speaks of is this one, or this one is on its way. */
  @Test
  void theChangelogKnowsThisVersion() {
    String changelog = Documents.read(ROOT.resolve("CHANGELOG.md"));
    Matcher newest = Pattern.compile("^## \\[(\\d[^]]*)]", Pattern.MULTILINE).matcher(changelog);
    assertThat(newest.find()).isTrue();
    assertThat(VERSION.endsWith("-SNAPSHOT") || newest.group(1).equals(VERSION))
        .as("%s, and the newest in CHANGELOG.md is %s", VERSION, newest.group(1))
        .isTrue();
  }

  @Test
  void onlyTheLibraryIsPublished() {
    assertThat(PARENT.text("properties/maven.deploy.skip")).isEqualTo("true");
    assertThat(
            modules()
                .filter(
                    module ->
                        Pom.read(ROOT.resolve(module).resolve("pom.xml"))
                            .text("properties/maven.deploy.skip")
                            .equals("false")))
        .containsExactlyInAnyOrderElementsOf(PUBLISHED);
  }

  private static Stream<Path> peers() throws IOException {
    List<Path> found =
        new ArrayList<>(
            Stream.of(
                    "liviano-train/libtorch.xml",
                    "liviano-train/libtorchcuda.xml",
                    "liviano-spark/spark.xml")
                .map(ROOT::resolve)
                .toList());
    try (Stream<Path> files = Files.list(ROOT.resolve("liviano-bench/peers"))) {
      files.forEach(found::add);
    }
    return found.stream();
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

  /** launcher/Central.java looks at the POMs that are made of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {"url", "licenses", "developers", "scm", "issueManagement", "inceptionYear"})
  void theParentSaysOfTheProjectWhatCentralAsks(String element) {
    assertThat(PARENT.text(element)).isNotBlank();
    assertThat(PUBLISHED)
        .allSatisfy(
            module ->
                assertThat(Pom.read(ROOT.resolve(module).resolve("pom.xml")).all(element))
                    .isEmpty());
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

  @Test
  void whatIsPublishedHasANameAndADescription() {
    assertThat(PUBLISHED)
        .allSatisfy(
            module -> {
              Pom pom = Pom.read(ROOT.resolve(module).resolve("pom.xml"));
              assertThat(pom.text("name")).startsWith("Liviano");
              assertThat(pom.text("description")).isNotBlank();
            });
  }
}
