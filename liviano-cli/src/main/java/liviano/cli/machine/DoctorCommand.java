package liviano.cli.machine;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.options.JsonOption;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.kernels.Providers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what the machine offers, for people who wonder about speed and for bug reports. */
@Command(
    name = "doctor",
    description = "Show what this machine offers, and what could be better.",
    footer = "Exit status 1 if there is something to put right.")
public final class DoctorCommand implements Callable<Integer> {
  private static final double GIB = 1L << 30;

  private final CommandContext context;

  @Mixin private JsonOption json;

  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis = Diagnosis.ofThisProcess(context);
    if (json.isSet()) {
      context.console().json(toJson(diagnosis).toPrettyJson());
    } else {
      print(diagnosis, context.console());
    }
    return diagnosis.problems().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private static JsonObject toJson(Diagnosis d) {
    JsonObject.Builder cpu = JsonObject.builder();
    d.cpu().model().ifPresent(model -> cpu.put("model", model));
    cpu.put("cores", d.cpu().cores());
    cpu.put("features", JsonArray.ofStrings(d.cpu().features()));
    d.cpu().cacheBytes().ifPresent(bytes -> cpu.put("cacheBytes", bytes));
    if (!d.cpu().caches().isEmpty()) {
      cpu.put(
          "caches",
          JsonArray.of(
              d.cpu().caches().stream()
                  .map(
                      cache ->
                          JsonObject.builder()
                              .put("level", cache.level())
                              .put("bytes", cache.bytes())
                              .build())
                  .toList()));
    }
    JsonObject.Builder json =
        JsonObject.builder()
            .put("liviano", d.version())
            .put("java", object("version", d.java().toString(), "vendor", d.javaVendor()))
            .put("system", object("name", d.operatingSystem(), "architecture", d.architecture()))
            .put("cpu", cpu.build())
            .put("memoryBytes", d.memoryBytes())
            .put("heapBytes", d.heapBytes())
            .put("kernels", toJson(d.kernels()))
            .put("pictureFormats", JsonArray.ofStrings(d.pictureFormats()));
    d.models().path().ifPresent(folder -> json.put("modelFolder", folder.toString()));
    return json.put("modelFolderExists", d.models().exists())
        .put("problems", JsonArray.ofStrings(d.problems()))
        .build();
  }

  private static JsonObject toJson(KernelChoice kernels) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put(
                "providers",
                JsonArray.of(
                    kernels.providers().stream()
                        .map(p -> object("name", p.name(), "description", p.description()))
                        .toList()));
    kernels.forced().ifPresent(name -> json.put("forced", name));
    kernels.nativeCodeUnavailable().ifPresent(reason -> json.put("nativeCodeUnavailable", reason));
    kernels.vectorUnavailable().ifPresent(reason -> json.put("vectorUnavailable", reason));
    return json.put("agree", kernels.isRight()).build();
  }

  private static String kernels(KernelChoice kernels) {
    return kernels.providers().stream()
        .map(p -> String.format(Locale.ROOT, "%s (%s)", p.name(), p.description()))
        .collect(Collectors.joining(", then "));
  }

  private static String why(KernelChoice kernels) {
    return kernels
        .forced()
        .map(name -> String.format(Locale.ROOT, "forced by -D%s=%s", Providers.PROPERTY, name))
        .or(() -> kernels.nativeCodeUnavailable().map(reason -> "no machine code: " + reason))
        .or(() -> kernels.vectorUnavailable().map(reason -> "no vector kernels: " + reason))
        .orElse("the fastest there are");
  }

  private static String agreement(KernelChoice kernels) {
    return String.format(
        Locale.ROOT,
        "%s: a small network's answers differ by %.1e from the scalar kernels'",
        kernels.isRight() ? "right" : "WRONG",
        kernels.difference());
  }

  private static JsonObject object(String key, String value, String otherKey, String otherValue) {
    return JsonObject.builder().put(key, value).put(otherKey, otherValue).build();
  }

  /** Where the caches end: each level, or the one that the system names. */
  static String cache(Processor cpu) {
    if (!cpu.caches().isEmpty()) {
      return cpu.caches().stream()
          .map(
              cache -> String.format(Locale.ROOT, "L%d %d KiB", cache.level(), cache.bytes() >> 10))
          .collect(Collectors.joining(", ", ", ", ""));
    }
    return cpu.cacheBytes().isPresent()
        ? String.format(Locale.ROOT, ", cache %d KiB", cpu.cacheBytes().getAsLong() >> 10)
        : "";
  }

  private static void print(Diagnosis d, Console console) {
    Processor cpu = d.cpu();
    Table table =
        new Table(Table.Align.LEFT, Table.Align.LEFT)
            .row("Liviano", d.version())
            .row("Java", d.java() + ", " + d.javaVendor())
            .row("System", d.operatingSystem() + ", " + d.architecture())
            .row(
                "Processor",
                cpu.model().orElse("unknown") + ", " + count(cpu.cores(), "core") + cache(cpu))
            .row(
                "",
                cpu.features().isEmpty() ? "features unknown" : String.join(" ", cpu.features()))
            .row("Memory", gibibytes(d.memoryBytes()) + ", heap up to " + gibibytes(d.heapBytes()))
            .row("Kernels", kernels(d.kernels()))
            .row("", why(d.kernels()))
            .row("", agreement(d.kernels()))
            .row("Pictures", String.join(", ", d.pictureFormats()))
            .row("Models", d.models().describe());
    table.lines().forEach(console::line);
    console.line("");
    List<String> problems = d.problems();
    if (problems.isEmpty()) {
      console.line(console.styled("Nothing to put right.", Console.Style.GOOD));
    }
    for (String problem : problems) {
      console.line(console.styled("To put right:", Console.Style.WARNING) + " " + problem);
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
