package liviano.bench.beside;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import liviano.bench.Ceiling;
import liviano.cli.CommandException;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cost.Cost;
import liviano.json.JsonObject;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Tells people or programs what one core does at most. */
final class Ceilings {
  private Ceilings() {}

  static Ceiling measure() throws IOException {
    try {
      return Ceiling.measure(Children.flagsOfThisProcess());
    } catch (IOException e) {
      throw new CommandException("--ceilings: " + e.getMessage(), e);
    }
  }

  static void print(Ceiling ceiling, boolean json, Console console) {
    if (json) {
      JsonObject.Builder object =
          JsonObject.builder()
              .put("vectorBits", ceiling.bits())
              .put("gmacPerSecond", ceiling.gmacPerSecond());
      ceiling.bf16().ifPresent(rate -> object.put("bf16GmacPerSecond", rate));
      ceiling.int8().ifPresent(rate -> object.put("int8GmacPerSecond", rate));
      console.json(
          object.put("gigabytesPerSecond", ceiling.gigabytesPerSecond()).build().toPrettyJson());
      return;
    }
    long multiplyAdds = Cost.of(Zoo.graph(Recipe.of("mobilenet_v2"))).multiplyAdds();
    Table table = new Table(Align.LEFT, Align.LEFT);
    table.row(
        "Multiply-adds",
        String.format(
            Locale.ROOT,
            "%.1f GMAC/s  float32, %d bits, out of registers, one core",
            ceiling.gmacPerSecond(),
            ceiling.bits()));
    row(table, ceiling.bf16(), "bfloat16");
    row(table, ceiling.int8(), "integers of 8 bits");
    table
        .row(
            "Memory",
            String.format(Locale.ROOT, "%.1f GB/s  read, one core", ceiling.gigabytesPerSecond()))
        .row(
            "MobileNetV2 1.0/224",
            String.format(
                Locale.ROOT,
                "%.2f ms  at least, if every multiply-add went at that speed",
                multiplyAdds / ceiling.gmacPerSecond() * 1e-6))
        .lines()
        .forEach(console::line);
  }

  private static void row(Table table, OptionalDouble rate, String numbers) {
    rate.ifPresent(
        most -> table.row("", String.format(Locale.ROOT, "%.1f GMAC/s  %s", most, numbers)));
  }
}
