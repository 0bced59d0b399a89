package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's flags for the JVM beside the user's. */
@DisabledOnOs(OS.WINDOWS)
class JvmFlagsTest {
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final String FEWER_COMPILED = "-XX:CompileThresholdScaling=4";
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void isBuilt() throws IOException, InterruptedException {
    checkout = new Checkout(folder, "checkout");
    checkout.start("doctor");
    checkout.ageBuild();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theCollectorAndTheClassCacheAreTheLaunchersUnlessOthersAreGiven()
      throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_OPTS", "-Xmx2g -Dwho=me@home -XX:-UseFMA");
    assertThat(checkout.start("doctor").words())
        .contains(COLLECTOR, "-Xmx2g", "-Dwho=me@home", "-XX:-UseFMA", cache());
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "LIVIANO_JAVA_OPTS, -XX:+UseZGC",
    "LIVIANO_JAVA_OPTS, -Xmx2g -XX:+UseG1GC -Da=b",
    "LIVIANO_JAVA_OPTS, -XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC",
    "LIVIANO_JAVA_OPTS, -XX:-UseSerialGC",
    "JDK_JAVA_OPTIONS, -XX:+UseParallelGC",
    "JAVA_TOOL_OPTIONS, '\"-XX:+UseShenandoahGC\"'",
    "_JAVA_OPTIONS, -XX:+UseZGC",
    "LIVIANO_JAVA_OPTS, @flags",
    "JDK_JAVA_OPTIONS, -Xmx2g @flags",
    "JAVA_TOOL_OPTIONS, -XX:Flags=file",
    "JAVA_TOOL_OPTIONS, -XX:VMOptionsFile=file",
  })
  void anotherCollectorTakesTheLaunchersPlace(String variable, String flags)
      throws IOException, InterruptedException {
    checkout.set(variable, flags);
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.words()).doesNotContain(COLLECTOR).endsWith("liviano.cli.Main", "doctor");
    assertThat(outcome.error()).isEmpty();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-XX:AOTCache=mine",
        "-XX:AOTCacheOutput=mine",
        "-XX:AOTMode=off",
        "-XX:SharedArchiveFile=mine",
        "-XX:+AutoCreateSharedArchive",
        "-XX:DumpLoadedClassList=mine",
        "@flags"
      })
  void anotherArchiveOfClassesTakesTheCachesPlace(String flag)
      throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_OPTS", flag);
    assertThat(checkout.start("doctor").words()).contains(flag).doesNotContain(cache());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aServerHasALargeYoungGeneration() throws IOException, InterruptedException {
    assertThat(checkout.start("serve").words()).contains("-XX:NewRatio=1", "-XX:SurvivorRatio=6");
    assertThat(checkout.start("doctor").words()).doesNotContain("-XX:NewRatio=1");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"-Xmn64m", "-XX:NewRatio=3", "-XX:SurvivorRatio=8", "-XX:+UseG1GC"})
  void unlessTheUserSizesIt(String flag) throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_OPTS", flag);
    assertThat(checkout.start("serve").words()).contains(flag).doesNotContain("-XX:NewRatio=1");
  }

  /** What a picture costs the second compiler is more than it brings; of a folder it is less. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void fewPicturesAreAnsweredByTheFirstCompiler() throws IOException, InterruptedException {
    assumeTrue(hasKernels(), "skipped: no AVX2 here, so no start goes without the second compiler");
    checkout.write("a.jpg");
    Path folder = Files.createDirectories(checkout.root().resolve("pictures"));
    String picture = checkout.root().resolve("a.jpg").toString();
    for (String verb : List.of("classify", "detect", "segment", "embed", "explain")) {
      assertThat(checkout.start(verb, picture).words()).contains(FIRST_COMPILER, "-Xmn1536k");
      assertThat(checkout.start(verb, "--out", folder.toString(), picture).words())
          .contains(FIRST_COMPILER);
      assertThat(checkout.start(verb, folder.toString()).words()).doesNotContain(FIRST_COMPILER);
    }
    assertThat(checkout.start("--version").words()).contains(FIRST_COMPILER);
    assertThat(checkout.start("classify", picture).words()).contains(FEWER_COMPILED);
    assertThat(checkout.start("segment", picture).words()).doesNotContain(FEWER_COMPILED);
    for (String many : List.of("-", "*.jpg")) {
      assertThat(checkout.start("classify", many).words()).doesNotContain(FIRST_COMPILER);
    }
    assertThat(checkout.start("classify", picture, picture, picture, picture, picture).words())
        .doesNotContain(FIRST_COMPILER);
    assertThat(checkout.start("bench", picture).words()).doesNotContain(FIRST_COMPILER);
  }

  /** Its plain loops are ten times as slow without the second one. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void butNotWhereTheEngineHasNoMachineCode() throws IOException, InterruptedException {
    checkout.release("aarch64");
    assertThat(checkout.start("classify", "a.jpg").words()).doesNotContain(FIRST_COMPILER);
    assertThat(checkout.start("--version").words()).contains(FIRST_COMPILER);
  }

  private static boolean hasKernels() throws IOException {
    Path processor = Path.of("/proc/cpuinfo");
    return Files.exists(processor) && Files.readString(processor).contains(" avx2 ");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "-Dliviano.kernels=scalar",
        "-XX:TieredStopAtLevel=4",
        "-Xmx1g",
        "-Xmn64m",
        "-XX:MaxHeapSize=1g"
      })
  void unlessTheUserChoosesCompilerOrHeap(String flag) throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_OPTS", flag);
    assertThat(checkout.start("classify", "a.jpg").words())
        .contains(flag)
        .doesNotContain(FIRST_COMPILER);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theVerbStartedMostHasAClassCacheOfItsOwn() throws IOException, InterruptedException {
    String own = checkout.root().resolve("liviano-cli/target/launcher.classify.aot").toString();
    assertThat(checkout.start("classify", "a.jpg").words()).contains("-XX:AOTCache=" + own);
    Files.delete(Path.of(own));
    assertThat(checkout.start("classify", "a.jpg").words()).contains(cache());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatNeedsFewClassesHasAClassCacheOfThese() throws IOException, InterruptedException {
    String few = checkout.root().resolve("liviano-cli/target/launcher.short.aot").toString();
    String help = "-Dliviano.help=" + checkout.root().resolve("liviano-cli/target/launcher.help");
    for (String version : List.of("--version", "-V")) {
      assertThat(checkout.start(version).words())
          .contains("-XX:AOTCache=" + few)
          .doesNotContain(help);
    }
    for (String word : List.of("--help", "-h")) {
      assertThat(checkout.start(word).words()).contains("-XX:AOTCache=" + few, help);
    }
    assertThat(checkout.start("doctor", "--help").words()).contains(cache()).doesNotContain(help);
    assertThat(Path.of(help.substring("-Dliviano.help=".length()))).isNotEmptyDirectory();
    Files.delete(Path.of(few));
    assertThat(checkout.start("--version").words()).contains(cache());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatThisBuildKeptIsPrintedWithoutAJvm() throws IOException, InterruptedException {
    Path file = checkout.root().resolve("liviano-cli/target/launcher.help/version.txt");
    String identity = identity();
    Files.writeString(file, "12 " + identity + "\nthe version\n");
    assertThat(checkout.start("--version")).isEqualTo(new Checkout.Outcome(0, "the version\n", ""));
    Files.writeString(file, "12 " + identity + "\nthe ver");
    assertThat(checkout.start("--version").words()).endsWith("liviano.cli.Main", "--version");
    checkout.write("pom.xml");
    checkout.start("doctor");
    assertThat(identity()).isNotEqualTo(identity);
    Files.writeString(file, "12 " + identity + "\nthe version\n");
    assertThat(checkout.start("--version").words()).endsWith("liviano.cli.Main", "--version");
  }

  private String identity() throws IOException, InterruptedException {
    String named = "-Dliviano.identity=";
    return checkout.start("--help").words().stream()
        .filter(word -> word.startsWith(named))
        .map(word -> word.substring(named.length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theUsersFlagsHaveNoPartInTheClassCache() throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_OPTS", "-XX:+UseZGC");
    checkout.set("JAVA_TOOL_OPTIONS", "-XX:+UseZGC");
    checkout.write("pom.xml");
    checkout.start("doctor");
    assertThat(checkout.root().resolve("liviano-cli/target/launcher.aot"))
        .content()
        .startsWith(COLLECTOR)
        .doesNotContain("ZGC");
  }

  private String cache() {
    return "-XX:AOTCache=" + checkout.root().resolve("liviano-cli/target/launcher.aot");
  }
}
