package liviano.cli.pictures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import liviano.cli.CommandException;
import liviano.cli.output.Console;
import liviano.cli.output.Console.Style;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.formats.npy.NpyArrays;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.Role;
import liviano.tensor.Quantization;
import liviano.vision.ModelRunner;
import liviano.vision.TensorInfo;
import liviano.weights.Tensor;

/** What a network gave, for people, as JSON, or as files. */
record RunOutputs(
    Console console, Model model, ModelRunner runner, SequencedMap<String, Tensor> tensors) {
  private static final int NUMBERS_SHOWN = 6;

  /** Of a screen, in letters. */
  private static final int WIDTH = 80;

  private static final int CLASSES_SHOWN = 5;
  private static final int LONGEST_NAME = 100;

  /**
   * One document: {@code outputs}, a list of objects.
   *
   * @throws CommandException if a number is NaN or infinite, which JSON cannot say
   */
  void printJson() {
    JsonArray outputs =
        JsonArray.of(
            tensors.entrySet().stream()
                .map(output -> toJson(runner.outputs().get(output.getKey()), output.getValue()))
                .toList());
    console.jsonLine(JsonObject.builder().put("outputs", outputs).build().toJson());
  }

  private static JsonObject toJson(TensorInfo info, Tensor tensor) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", info.name())
            .put("shape", JsonArray.ofLongs(info.dims().toArray()))
            .put("type", info.type().longName());
    info.quantization().ifPresent(quantization -> put(json, quantization));
    try {
      return json.put("values", TensorNumbers.of(tensor).toJson()).build();
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "output '%s' holds a number that is not finite, which JSON cannot say: give --out"
                  + " FOLDER instead",
              info.name()),
          e);
    }
  }

  private static void put(JsonObject.Builder json, Quantization quantization) {
    if (!quantization.isPerChannel()) {
      json.put("scale", quantization.scale(0)).put("zeroPoint", quantization.zeroPoint(0));
      return;
    }
    List<Float> scales = quantization.scales();
    float[] all = new float[scales.size()];
    IntStream.range(0, all.length).forEach(i -> all[i] = scales.get(i));
    int[] zeros = IntStream.range(0, all.length).map(quantization::zeroPoint).toArray();
    json.put("scale", JsonArray.ofFloats(all)).put("zeroPoint", JsonArray.ofIntegers(zeros));
  }

  /**
   * A file for each output, and a line that says so.
   *
   * @throws CommandException if NumPy has no such numbers
   * @throws IOException if a file cannot be written
   */
  void write(Path folder) throws IOException {
    Set<String> taken = new HashSet<>();
    for (Tensor tensor : tensors.values()) {
      Path file = folder.resolve(fileName(tensor.name(), taken) + ".npy");
      try {
        NpyArrays.write(file, tensor);
      } catch (IllegalArgumentException e) {
        throw CommandException.about(tensor.name(), e);
      }
      console.line(
          String.format(Locale.ROOT, "%s: %s %s", file, tensor.type().longName(), tensor.dims()));
    }
  }

  /**
   * A name that leads out of no folder, hides no file, and is another one even where large and
   * small letters are the same.
   */
  static String fileName(String name, Set<String> taken) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.", "_");
    safe = safe.isEmpty() ? "output" : safe.substring(0, Math.min(safe.length(), LONGEST_NAME));
    String free = safe;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = safe + "_" + i;
    }
    return free;
  }

  /** A table of the outputs, and the likeliest classes where they have names. */
  void print() {
    List<String> lines = table();
    console.line(console.styled(lines.getFirst(), Style.STRONG));
    lines.subList(1, lines.size()).forEach(console::line);
    tensors.forEach((name, tensor) -> classes(name, tensor));
  }

  /** What the table says of an output: its name, then the other cells but the last. */
  private record Row(String name, List<String> cells, List<String> first, boolean more) {
    String first(int count) {
      return count == 0
          ? ""
          : String.join(" ", first.subList(0, Math.min(count, first.size())))
              + (more || count < first.size() ? " ..." : "");
    }
  }

  /** As many of the first numbers as there is room for; names that leave none have own lines. */
  private List<String> table() {
    List<Row> rows =
        tensors.entrySet().stream()
            .map(output -> row(runner.outputs().get(output.getKey()), output.getValue()))
            .toList();
    for (boolean beside : List.of(true, false)) {
      for (int count = NUMBERS_SHOWN; count >= 0; count--) {
        List<String> lines = lines(rows, beside, count);
        if (lines.stream().allMatch(line -> Text.width(line) <= WIDTH)) {
          return lines;
        }
      }
    }
    return lines(rows, false, 0);
  }

  /**
   * The table's lines.
   *
   * @param beside whether names stand in it, and not above their lines
   * @param count how many of the first numbers are shown
   */
  private static List<String> lines(List<Row> rows, boolean beside, int count) {
    Table table =
        new Table(
                Align.LEFT,
                Align.LEFT,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT)
            .row(
                beside ? "output" : "",
                "type",
                "shape",
                "least",
                "most",
                "mean",
                count > 0 ? "first" : "");
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(beside ? row.name() : ""));
      cells.addAll(row.cells());
      cells.add(row.first(count));
      table.row(cells.toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (int i = rows.size() - 1; i >= 0 && !beside; i--) {
      lines.add(i + 1, Text.oneLine(rows.get(i).name()));
    }
    return lines;
  }

  private static Row row(TensorInfo info, Tensor tensor) {
    TensorNumbers numbers = TensorNumbers.of(tensor).real(info.quantization());
    List<String> first =
        IntStream.range(0, Math.min(NUMBERS_SHOWN, numbers.count()))
            .mapToObj(i -> shown(numbers.at(i)))
            .toList();
    List<String> cells =
        List.of(
            info.type().longName() + info.quantization().map(RunOutputs::shown).orElse(""),
            info.dims().toString(),
            shown(numbers.least()),
            shown(numbers.most()),
            shown(numbers.mean()));
    return new Row(info.name(), cells, first, numbers.count() > NUMBERS_SHOWN);
  }

  private static String shown(Quantization quantization) {
    return quantization.isPerChannel()
        ? " by channel"
        : String.format(
            Locale.ROOT, " (x - %d) * %s", quantization.zeroPoint(0), quantization.scale(0));
  }

  private static String shown(double number) {
    return String.format(Locale.ROOT, "%.5g", number);
  }

  private void classes(String name, Tensor tensor) {
    List<String> labels = model.card().labels();
    boolean scores =
        List.of(Role.PROBABILITIES, Role.LOGITS).stream()
            .flatMap(role -> model.find(role).stream())
            .anyMatch(value -> model.graph().find(name).filter(value::equals).isPresent());
    if (!scores || labels.size() != tensor.elementCount()) {
      return;
    }
    Optional<Quantization> quantization = runner.outputs().get(name).quantization();
    TensorNumbers numbers = TensorNumbers.of(tensor).real(quantization);
    List<Integer> best = new ArrayList<>(IntStream.range(0, labels.size()).boxed().toList());
    best.sort((a, b) -> Double.compare(numbers.at(b), numbers.at(a)));
    Table table = new Table(Align.RIGHT, Align.LEFT);
    best.stream()
        .limit(CLASSES_SHOWN)
        .forEach(index -> table.row("  " + shown(numbers.at(index)), labels.get(index)));
    console.line("");
    console.line(console.styled(name, Style.STRONG));
    table.lines().forEach(console::line);
  }
}
