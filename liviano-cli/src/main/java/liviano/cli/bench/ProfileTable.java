package liviano.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.engine.Operand;
import liviano.engine.Profile;
import liviano.engine.Step;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.tensor.Shape;

/**
 * A profile as {@code bench} shows it.
 *
 * @param profile of some runs
 * @param ceilings what the cores of its threads compute at most; empty if not requested
 */
record ProfileTable(Profile profile, Optional<StepCeilings> ceilings) {

  JsonArray toJson() {
    return JsonArray.of(profile.entries().stream().map(this::toJson).toList());
  }

  private JsonObject toJson(Profile.Entry entry) {
    Step step = entry.step();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", step.name())
            .put("task", step.kind().getSimpleName())
            .put("kernels", step.provider())
            .put("schedule", step.kernel().schedule())
            .put(
                "input",
                JsonArray.ofIntegers(
                    read(step).map(Operand::shape).map(Shape::toArray).orElse(new int[0])))
            .put("output", shape(step.output().shape()))
            .put("ms", ms(entry))
            .put("share", share(entry))
            .put("multiplyAdds", step.multiplyAdds())
            .put("gmacPerSecond", gmac(entry));
    json.put("numbers", StepCeilings.numbers(step).jsonName());
    ceilings.ifPresent(
        most -> most.of(step).ifPresent(rate -> json.put("ofCeiling", gmac(entry) / rate)));
    return json.build();
  }

  /** The first tensor that it reads; none if it gives a constant. */
  private static Optional<Operand> read(Step step) {
    return step.inputs().stream().findFirst();
  }

  private static JsonArray shape(Shape shape) {
    return JsonArray.ofIntegers(shape.toArray());
  }

  void print(Console console) {
    Align[] columns = new Align[ceilings.isPresent() ? 9 : 8];
    Arrays.fill(columns, Align.RIGHT);
    Arrays.fill(columns, 0, 3, Align.LEFT);
    Table table = new Table(columns);
    List<String> heads =
        new ArrayList<>(
            List.of("Step", "Task", "Kernels", "Input", "Output", "ms", "Share", "GMAC/s"));
    if (ceilings.isPresent()) {
      heads.add("Of ceiling");
    }
    table.row(heads.toArray(String[]::new));
    profile.entries().forEach(entry -> table.row(cells(entry).toArray(String[]::new)));
    List<String> lines = table.lines();
    console.line(console.styled(lines.getFirst(), Style.FAINT));
    lines.subList(1, lines.size()).forEach(console::line);
  }

  private List<String> cells(Profile.Entry entry) {
    Step step = entry.step();
    boolean counts = step.multiplyAdds() > 0;
    List<String> cells =
        new ArrayList<>(
            List.of(
                step.name(),
                step.kind().getSimpleName(),
                (step.provider() + " " + step.kernel().schedule()).strip(),
                read(step).map(Operand::shape).map(Shape::toString).orElse(""),
                step.output().shape().toString(),
                String.format(Locale.ROOT, "%.3f", ms(entry)),
                String.format(Locale.ROOT, "%.1f %%", share(entry) * 100),
                counts ? String.format(Locale.ROOT, "%.1f", gmac(entry)) : ""));
    ceilings.ifPresent(most -> cells.add(counts ? share(entry, most.of(step)) : ""));
    return cells;
  }

  private String share(Profile.Entry entry, OptionalDouble most) {
    return most.isPresent()
        ? String.format(Locale.ROOT, "%.0f %%", 100 * gmac(entry) / most.getAsDouble())
        : "";
  }

  private double ms(Profile.Entry entry) {
    return entry.nanos() * 1e-6 / profile.runs();
  }

  private double share(Profile.Entry entry) {
    long all = profile.entries().stream().mapToLong(Profile.Entry::nanos).sum();
    return all == 0 ? 0 : (double) entry.nanos() / all;
  }

  /** 0 where a step counts none, or took no time that could be measured. */
  private double gmac(Profile.Entry entry) {
    double ms = ms(entry);
    return ms == 0 ? 0 : entry.step().multiplyAdds() / (ms * 1e6);
  }
}
