package liviano.train.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.paper.language.Phrases;
import liviano.paper.plot.PictureFile;
import liviano.train.run.EpochMetrics;
import liviano.train.run.TextFiles;

/** What the networks of figure 6 came to, gathered run by run. For one thread. */
final class AblationAnswer {
  private final double width;
  private final int resolution;
  private final int epochs;
  private final int seeds;
  private final int pictures;
  private final Map<AblationForm, List<Double>> accuracies = new EnumMap<>(AblationForm.class);
  private final Map<AblationForm, List<List<EpochMetrics>>> courses =
      new EnumMap<>(AblationForm.class);

  /**
   * @param pictures that the accuracies are of
   */
  AblationAnswer(double width, int resolution, int epochs, int seeds, int pictures) {
    this.width = width;
    this.resolution = resolution;
    this.epochs = epochs;
    this.seeds = seeds;
    this.pictures = pictures;
  }

  /**
   * Adds a run.
   *
   * @param accuracy from 0 to 1
   * @param course the figures of its epochs
   */
  void add(AblationForm form, double accuracy, List<EpochMetrics> course) {
    accuracies.computeIfAbsent(form, _ -> new ArrayList<>()).add(accuracy);
    courses.computeIfAbsent(form, _ -> new ArrayList<>()).add(List.copyOf(course));
  }

  private double mean(AblationForm form) {
    return accuracies.get(form).stream().mapToDouble(a -> a).average().orElseThrow();
  }

  private double least(AblationForm form) {
    return accuracies.get(form).stream().mapToDouble(a -> a).min().orElseThrow();
  }

  private double most(AblationForm form) {
    return accuracies.get(form).stream().mapToDouble(a -> a).max().orElseThrow();
  }

  /** Writes {@code ablation.json}, {@code ablation.png} and {@code ablation.svg}. */
  void write(Path folder, Phrases phrases) throws IOException {
    TextFiles.write(folder.resolve("ablation.json"), json().toPrettyJson());
    AblationFigure figure = new AblationFigure(courses, phrases);
    PictureFile.at(folder.resolve("ablation.png")).write(figure.drawing());
    PictureFile.at(folder.resolve("ablation.svg")).write(figure.drawing());
  }

  /** Prints the table, or the same for programs. */
  void print(Console console, boolean asJson, Phrases phrases) {
    if (asJson) {
      console.json(json().toPrettyJson());
      return;
    }
    console.line(
        console.styled(
            phrases.of(
                String.format(
                    Locale.ROOT,
                    "Figure 6 at width %s and %d pixels: %s, %s, %s",
                    width,
                    resolution,
                    Words.count(epochs, "epoch"),
                    Words.count(seeds, "seed"),
                    Words.count(pictures, "picture"))),
            Console.Style.STRONG));
    Table table = new Table(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("network", "mean", "least", "most");
    for (AblationForm form : AblationForm.values()) {
      table.row(form.words(), percent(mean(form)), percent(least(form)), percent(most(form)));
    }
    table.map(phrases::of).lines().forEach(line -> console.line("  " + line));
    console.line("");
    console.line(phrases.of("6a, bottlenecks") + ": " + verdict(AblationForm.BOTTLENECKS, phrases));
    console.line(phrases.of("6b, shortcuts") + ": " + verdict(AblationForm.SHORTCUTS, phrases));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Whether the means are in the paper's order, and how far apart neighbours are. */
  private String verdict(List<AblationForm> order, Phrases phrases) {
    boolean same = true;
    List<String> steps = new ArrayList<>();
    for (int i = 1; i < order.size(); i++) {
      double gain = mean(order.get(i - 1)) - mean(order.get(i));
      same &= gain > 0;
      boolean apart =
          least(order.get(i - 1)) > most(order.get(i))
              || most(order.get(i - 1)) < least(order.get(i));
      String step =
          String.format(Locale.ROOT, "%+.1f points over %s", 100 * gain, order.get(i).key());
      steps.add(phrases.of(step) + (apart ? "" : " (" + phrases.of("seeds overlap") + ")"));
    }
    return phrases.of(same ? "the paper's order" : "not the paper's order")
        + "; "
        + String.join(", ", steps);
  }

  private JsonObject json() {
    List<JsonObject> networks = new ArrayList<>();
    for (AblationForm form : AblationForm.values()) {
      networks.add(
          JsonObject.builder()
              .put("network", form.key())
              .put("variant", form.variant())
              .put("mean", mean(form))
              .put(
                  "accuracies",
                  JsonArray.ofNumbers(accuracies.get(form).stream().mapToDouble(a -> a).toArray()))
              .build());
    }
    return JsonObject.builder()
        .put("width", width)
        .put("resolution", resolution)
        .put("epochs", epochs)
        .put("seeds", seeds)
        .put("pictures", pictures)
        .put("networks", JsonArray.of(networks))
        .build();
  }
}
