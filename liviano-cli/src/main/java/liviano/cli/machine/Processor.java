package liviano.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processor.
 *
 * @param model its name, such as {@code AMD EPYC 9B14}; empty if the system does not say
 * @param cores logical cores this process may use
 * @param features the instruction sets that matter to kernels, by their Linux names, sorted; empty
 *     if the system does not say
 * @param cacheBytes the cache that Linux's {@code /proc/cpuinfo} names: the second level's of a
 *     core on AMD, the last level's on Intel; empty if the system does not say
 * @param caches every level's, from the nearest on; empty if the system does not say
 */
record Processor(
    Optional<String> model,
    int cores,
    List<String> features,
    OptionalLong cacheBytes,
    List<CacheLevel> caches) {
  private static final Pattern KILOBYTES = Pattern.compile("([0-9]{1,9}) KB");

  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final long SECONDS = 5;

  /** What decides over kernels: x86-64 first, then AArch64. */
  private static final Set<String> RELEVANT =
      Set.of(
          "sse4_1",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_int8",
          "amx_bf16",
          "asimd",
          "asimddp",
          "asimdhp",
          "bf16",
          "i8mm",
          "sve",
          "sve2",
          "sme");

  static Processor ofThisMachine(Map<String, String> environment) {
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      if (Files.isReadable(LINUX)) {
        return ofCpuinfo(Files.readAllLines(LINUX), cores, CacheLevel.of(CacheLevel.LINUX));
      }
      if (System.getProperty("os.name").startsWith("Mac")) {
        return unknown(macModel(), cores);
      }
    } catch (IOException e) {
      return unknown(Optional.empty(), cores);
    }
    return unknown(Optional.ofNullable(environment.get("PROCESSOR_IDENTIFIER")), cores);
  }

  /** Of which the system says no more than this. */
  static Processor unknown(Optional<String> model, int cores) {
    return new Processor(model, cores, List.of(), OptionalLong.empty(), List.of());
  }

  /** Reads Linux's {@code /proc/cpuinfo}; ARM machines give no model there. */
  static Processor ofCpuinfo(List<String> lines, int cores, List<CacheLevel> caches) {
    Optional<String> model = values(lines, "model name").or(() -> values(lines, "Model"));
    String flags = values(lines, "flags").or(() -> values(lines, "Features")).orElse("");
    Set<String> features = new TreeSet<>(RELEVANT);
    features.retainAll(Arrays.asList(flags.toLowerCase(Locale.ROOT).split("\\s+")));
    OptionalLong cache =
        values(lines, "cache size")
            .map(KILOBYTES::matcher)
            .filter(Matcher::matches)
            .map(size -> OptionalLong.of(Long.parseLong(size.group(1)) << 10))
            .orElse(OptionalLong.empty());
    return new Processor(model, cores, List.copyOf(features), cache, caches);
  }

  private static Optional<String> values(List<String> lines, String key) {
    Stream<String[]> pairs = lines.stream().map(line -> line.split("\\s*:\\s*", 2));
    return pairs
        .filter(pair -> pair.length == 2 && pair[0].strip().equals(key) && !pair[1].isBlank())
        .map(pair -> pair[1].strip())
        .findFirst();
  }

  private static Optional<String> macModel() throws IOException {
    Process process =
        new ProcessBuilder("/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader()) {
      String model = output.readLine();
      process.waitFor(SECONDS, TimeUnit.SECONDS);
      return Optional.ofNullable(model).filter(name -> !name.isBlank());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.destroy();
    }
  }
}
