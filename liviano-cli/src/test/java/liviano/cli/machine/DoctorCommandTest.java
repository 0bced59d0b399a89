package liviano.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import liviano.cli.Cli;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path models;

  @Test
  void jsonSaysWhatThisMachineIs() {
    Cli.Outcome outcome =
        Cli.piped().with("LIVIANO_HOME", models.toString()).run("doctor", "--json");
    JsonObject doctor = Json.parse(outcome.out()).asObject();
    assertThat(doctor.object("java").string("version")).isEqualTo(Runtime.version().toString());
    assertThat(doctor.object("cpu").integer("cores"))
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(doctor.longInteger("memoryBytes")).isGreaterThan(1L << 28);
    assertThat(doctor.array("pictureFormats").strings())
        .containsExactly("bmp", "gif", "jpeg", "png", "webp");
    assertThat(doctor.string("modelFolder")).isEqualTo(models.toString());
    assertThat(doctor.bool("modelFolderExists")).isTrue();
    JsonObject kernels = doctor.object("kernels");
    assertThat(kernels.array("providers").objects())
        .extracting(provider -> provider.string("name"))
        .isEqualTo(Providers.ask().stream().map(KernelProvider::name).toList());
    assertThat(kernels.has("vectorUnavailable"))
        .isEqualTo(Providers.vectorUnavailable().isPresent());
    assertThat(kernels.bool("agree")).isTrue();
    assertThat(outcome.status()).isEqualTo(doctor.array("problems").size() == 0 ? 0 : 1);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void tableSaysTheSameToPeople() {
    Cli.Outcome outcome = Cli.piped().run("doctor");
    assertThat(outcome.out())
        .contains(System.getProperty("java.vendor"), "Processor", "GiB", "webp", "scalar (")
        .contains(Path.of(System.getProperty("user.home"), ".cache", "liviano").toString());
  }

  @Test
  void problemsSayWhatToDo() {
    Diagnosis old =
        new Diagnosis(
            "1",
            Runtime.Version.parse("25.0.1+8"),
            "Somebody",
            "Linux",
            "amd64",
            Processor.unknown(Optional.empty(), 1),
            1,
            1,
            new KernelChoice(
                List.of(new KernelChoice.Provider("scalar", "plain loops")),
                Optional.empty(),
                Optional.of("the processor is not an x86-64"),
                Optional.of("the JVM was started without --add-modules jdk.incubator.vector"),
                0.5),
            "ANSI_X3.4-1968",
            List.of("bmp", "gif", "jpeg", "png"),
            ModelFolder.of(Optional.empty()));
    assertThat(old.problems())
        .hasSize(6)
        .anyMatch(problem -> problem.contains("set LC_ALL=C.UTF-8"))
        .anyMatch(problem -> problem.contains("set LIVIANO_HOME to a folder"))
        .anyMatch(problem -> problem.contains("25.0.3"))
        .anyMatch(problem -> problem.contains("--add-modules jdk.incubator.vector"))
        .anyMatch(problem -> problem.contains("'scalar' give wrong answers"))
        .anyMatch(problem -> problem.contains("webp"));
  }

  @Test
  void aFolderThatCannotBeMadeIsAProblem() throws IOException {
    assertThat(ModelFolder.of(Optional.of(models)).problem()).isEmpty();
    assertThat(ModelFolder.of(Optional.of(models.resolve("a/b"))).problem()).isEmpty();
    Path file = Files.createFile(models.resolve("file"));
    for (Path wrong : List.of(file, file.resolve("below"))) {
      assertThat(ModelFolder.of(Optional.of(wrong)).problem())
          .contains(
              "models cannot be installed in "
                  + wrong
                  + ": set LIVIANO_HOME to a folder that can be written");
    }
  }

  @Test
  void aUserWithoutAHomeIsToldSo() {
    Cli.Outcome outcome = Cli.piped().with("HOME", "?").run("doctor");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).contains("nowhere", "set LIVIANO_HOME to a folder");
    JsonObject json =
        Json.parse(Cli.piped().with("HOME", "?").run("doctor", "--json").out()).asObject();
    assertThat(json.has("modelFolder")).isFalse();
    assertThat(json.bool("modelFolderExists")).isFalse();
  }

  @Test
  void readsTheProcessorOfLinux() {
    List<String> lines =
        """
        processor\t: 0
        model name\t: AMD EPYC 9B14
        cache size\t: 1024 KB
        flags\t\t: fpu avx2 fma sse4_1 avx512_vnni
        processor\t: 1
        model name\t: another
        """
            .lines()
            .toList();
    assertThat(Processor.ofCpuinfo(lines, 2, List.of(new CacheLevel(1, 32 << 10))))
        .isEqualTo(
            new Processor(
                Optional.of("AMD EPYC 9B14"),
                2,
                List.of("avx2", "avx512_vnni", "fma", "sse4_1"),
                OptionalLong.of(1 << 20),
                List.of(new CacheLevel(1, 32 << 10))));
    assertThat(Processor.ofCpuinfo(List.of("Features : fp asimd asimddp"), 4, List.of()))
        .isEqualTo(
            new Processor(
                Optional.empty(), 4, List.of("asimd", "asimddp"), OptionalLong.empty(), List.of()));
    for (List<String> silent : List.of(List.<String>of(), List.of("cache size : much"))) {
      assertThat(Processor.ofCpuinfo(silent, 1, List.of()))
          .isEqualTo(Processor.unknown(Optional.empty(), 1));
    }
  }

  @Test
  void saysWhereEachCacheEnds() throws IOException {
    cache("index3", "3", "Unified", "32768K");
    cache("index0", "1", "Data", "48K");
    cache("index1", "1", "Instruction", "32K");
    cache("index2", "2", "Unified", "1024K\n");
    cache("index4", "5", "Unified", "much");
    List<CacheLevel> caches = CacheLevel.of(models);

    assertThat(caches)
        .containsExactly(
            new CacheLevel(1, 48 << 10), new CacheLevel(2, 1 << 20), new CacheLevel(3, 32 << 20));
    assertThat(DoctorCommand.cache(Processor.ofCpuinfo(List.of(), 2, caches)))
        .isEqualTo(", L1 48 KiB, L2 1024 KiB, L3 32768 KiB");
    assertThat(
            DoctorCommand.cache(Processor.ofCpuinfo(List.of("cache size : 512 KB"), 2, List.of())))
        .isEqualTo(", cache 512 KiB");
    assertThat(CacheLevel.of(models.resolve("nowhere"))).isEmpty();
    Files.delete(models.resolve("index0/size"));
    assertThat(CacheLevel.of(models)).isEmpty();
  }

  private void cache(String name, String level, String type, String size) throws IOException {
    Path folder = Files.createDirectory(models.resolve(name));
    Files.writeString(folder.resolve("level"), level + "\n");
    Files.writeString(folder.resolve("type"), type + "\n");
    Files.writeString(folder.resolve("size"), size);
  }
}
