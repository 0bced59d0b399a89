package liviano.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What one core does at most, measured by {@link Roofline} in a process of its own.
 *
 * @param bits of a vector
 * @param gmacPerSecond 10^9 float32 multiply-adds a second out of registers
 * @param bf16 the same of bfloat16, by VDPBF16PS; empty where the processor has no such instruction
 * @param int8 the same of integers of 8 bits, by VPDPBUSD or else VPMADDWD; empty where machine
 *     code cannot serve
 * @param gigabytesPerSecond 10^9 bytes a second read from memory beyond every cache
 */
public record Ceiling(
    int bits,
    double gmacPerSecond,
    OptionalDouble bf16,
    OptionalDouble int8,
    double gigabytesPerSecond) {
  private static final long SECONDS = 60;

  /**
   * Takes some seconds.
   *
   * @param flags of the JVM that measures
   * @throws IOException if it does not start, or gives no answer
   */
  public static Ceiling measure(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--add-modules",
            "jdk.incubator.vector"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Roofline.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    // Whose flags a JVM takes by itself: a second collector among them would end it.
    for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
      builder.environment().remove(variable);
    }
    Process process = builder.start();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(_ -> stop(process));
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the process that measures a core's ceilings gave no answer");
      }
      double[] numbers = Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return new Ceiling(
          (int) numbers[0], numbers[1], measured(numbers[3]), measured(numbers[4]), numbers[2]);
    } finally {
      process.destroyForcibly();
    }
  }

  private static OptionalDouble measured(double rate) {
    return rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  private static Process stop(Process process) {
    return process.destroyForcibly();
  }
}
