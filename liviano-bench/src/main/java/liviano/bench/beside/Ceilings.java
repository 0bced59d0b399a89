package liviano.bench.beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.bench.Roofline;
import liviano.cli.CommandException;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cost.Cost;
import liviano.json.JsonObject;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * What one core does at most, measured by {@link Roofline} in a process of its own.
 *
 * @param bits of a vector
 * @param gmacPerSecond 10^9 float32 multiply-adds a second out of registers
 * @param gigabytesPerSecond 10^9 bytes a second read from memory beyond every cache
 */
record Ceilings(int bits, double gmacPerSecond, double gigabytesPerSecond) {
  private static final long SECONDS = 60;

  static Ceilings measure() throws IOException {
    List<String> command = Children.jvm();
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(Children.flagsOfThisProcess());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Roofline.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(_ -> stop(process));
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      if (line == null) {
        throw new CommandException("--ceilings: the measuring process gave no answer");
      }
      double[] numbers = Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return new Ceilings((int) numbers[0], numbers[1], numbers[2]);
    } finally {
      process.destroyForcibly();
    }
  }

  void print(boolean json, Console console) {
    if (json) {
      console.json(
          JsonObject.builder()
              .put("vectorBits", bits)
              .put("gmacPerSecond", gmacPerSecond)
              .put("gigabytesPerSecond", gigabytesPerSecond)
              .build()
              .toPrettyJson());
      return;
    }
    long multiplyAdds = Cost.of(Zoo.graph(Recipe.of("mobilenet_v2"))).multiplyAdds();
    new Table(Align.LEFT, Align.LEFT)
        .row(
            "Multiply-adds",
            String.format(
                Locale.ROOT,
                "%.1f GMAC/s  float32, %d bits, out of registers, one core",
                gmacPerSecond,
                bits))
        .row("Memory", String.format(Locale.ROOT, "%.1f GB/s  read, one core", gigabytesPerSecond))
        .row(
            "MobileNetV2 1.0/224",
            String.format(
                Locale.ROOT,
                "%.2f ms  at least, if every multiply-add went at that speed",
                multiplyAdds / gmacPerSecond * 1e-6))
        .lines()
        .forEach(console::line);
  }

  private static Process stop(Process process) {
    return process.destroyForcibly();
  }
}
