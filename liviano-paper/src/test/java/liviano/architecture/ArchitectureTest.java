package liviano.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import liviano.cli.CommandProvider;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.paper.PaperCommands;
import liviano.server.LivianoServer;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the classes of all modules but the benchmarks to the house's rules. */
class ArchitectureTest {
  /** One class of each module. */
  private static final List<Class<?>> MODULES =
      List.of(
          Graph.class,
          Picture.class,
          ModelFiles.class,
          LivianoServer.class,
          CommandProvider.class,
          PaperCommands.class);

  private static final JavaClasses HOUSE = new ClassFileImporter().importLocations(places());

  private static JavaClasses breaches;

  static Stream<Rule> rules() {
    return Stream.concat(Rooms.rules().stream(), Habits.rules().stream());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKept(Rule rule) {
    rule.rule().check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void noticesItsBreach(Rule rule) {
    assertThat(rule.rule().evaluate(breaches).getFailureReport().getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(rule.breach().name()));
  }

  /** The incubating module is read at run time: who requires it warns whoever requires core. */
  @Test
  void coreRequiresTheJdkAlone() {
    assertThat(required(Graph.class, "liviano.core")).containsExactly("java.base");
  }

  /** Libraries that are no named modules could stand in no image that jlink makes. */
  @Test
  void visionRequiresCoreAndTheJdkAlone() {
    assertThat(required(Picture.class, "liviano.vision"))
        .containsExactly("java.base", "java.desktop", "liviano.core");
  }

  @Test
  void theServerRequiresCoreVisionAndTheJdkAlone() {
    assertThat(required(LivianoServer.class, "liviano.server"))
        .containsExactly(
            "java.base",
            "java.management",
            "jdk.httpserver",
            "jdk.jfr",
            "liviano.core",
            "liviano.vision");
  }

  private static List<Location> places() {
    return MODULES.stream().map(ArchitectureTest::place).map(ArchitectureTest::location).toList();
  }

  /** Folders while tests run alone, archives where modules were packaged before. */
  private static Location location(Path place) {
    return Files.isDirectory(place)
        ? Location.of(place)
        : Location.of(URI.create("jar:" + place.toUri() + "!/"));
  }

  /** The folder or archive of the module that has the class. */
  private static Path place(Class<?> origin) {
    try {
      return Path.of(origin.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> required(Class<?> origin, String module) {
    return ModuleFinder.of(place(origin))
        .find(module)
        .orElseThrow()
        .descriptor()
        .requires()
        .stream()
        .map(Requires::name)
        .sorted();
  }

  /** The classes that break the rules, one a rule. */
  @BeforeAll
  static void compileBreaches(@TempDir Path folder) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-nowarn", "--add-modules", "jdk.incubator.vector", "-d", classes.toString()));
    for (Breach breach : rules().map(Rule::breach).toList()) {
      Path file = folder.resolve(breach.name()).resolve(breach.className() + ".java");
      Files.createDirectory(file.getParent());
      arguments.add(Files.writeString(file, breach.source()).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString()).isZero();
    breaches = new ClassFileImporter().importPath(classes);
  }
}
