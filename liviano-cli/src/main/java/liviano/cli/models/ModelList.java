package liviano.cli.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.cli.CommandContext;
import liviano.cli.ExitStatus;
import liviano.cli.Invocation;
import liviano.cli.output.Console;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Text;
import liviano.cli.output.Words;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Digest;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.formats.store.StoredModel;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.VisionTask;

/**
 * The models there are: published ones, and those in the store.
 *
 * @param published in the order of the catalogue
 * @param installed by name; those that are not published, too
 * @param pulled names of those in the store that it installed itself: of a published one they are
 *     what is published, and not what somebody converted
 * @param known what downloads were when they were first fetched
 */
record ModelList(
    Console console,
    Path folder,
    List<Published> published,
    SequencedMap<String, StoredModel.Installed> installed,
    Set<String> pulled,
    Map<String, Digest> known,
    int status) {
  private static final double MIB = 1L << 20;

  /** The column of the size. */
  private static final int SIZE = 3;

  /** Reads the store; each broken model takes a line on standard error. */
  static ModelList of(CommandContext context) throws IOException {
    ModelStore store = new ModelStore(context.modelFolder());
    SequencedMap<String, StoredModel.Installed> installed = new LinkedHashMap<>();
    Optional<Map<String, Digest>> known = Records.downloads(store, context);
    Set<String> pulled = new HashSet<>();
    int status = ExitStatus.DONE;
    for (StoredModel model : store.list()) {
      switch (model) {
        case StoredModel.Installed sound -> {
          installed.put(sound.name(), sound);
          if (known.isPresent() && store.hasInstalled(sound)) {
            pulled.add(sound.name());
          }
        }
        case StoredModel.Broken broken -> {
          context.report(broken.file().toString(), broken.failure());
          status = ExitStatus.FAILED;
        }
      }
    }
    return new ModelList(
        context.console(),
        store.folder(),
        Catalogue.builtIn().all(),
        installed,
        pulled,
        known.orElse(Map.of()),
        status);
  }

  /** All of them, for programs. */
  JsonArray all() {
    List<JsonObject> all = new ArrayList<>();
    for (Published model : published) {
      Optional<StoredModel.Installed> here = Optional.ofNullable(installed.get(model.name()));
      all.add(
          here.map(this::json)
              .orElseGet(
                  () ->
                      with(
                          Optional.empty(),
                          PublishedJson.of(model, known).put("published", true))));
    }
    installed.values().stream()
        .filter(model -> !isPublished(model))
        .map(ModelList::own)
        .forEach(all::add);
    return JsonArray.of(all);
  }

  /** Those in the store, for programs. */
  JsonArray installedAlone() {
    return JsonArray.of(installed.values().stream().map(this::json).toList());
  }

  private JsonObject json(StoredModel.Installed model) {
    return published.stream()
        .filter(entry -> isPublished(model, entry))
        .map(entry -> PublishedJson.of(entry, known).put("published", true))
        .map(json -> with(Optional.of(model), json))
        .findFirst()
        .orElseGet(() -> own(model));
  }

  /** One that somebody converted. */
  private static JsonObject own(StoredModel.Installed model) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", model.name())
            .put("task", Words.lower(model.card().task()))
            .put("title", model.card().title());
    model
        .recipe()
        .ifPresent(
            recipe ->
                json.put("network", recipe.architecture())
                    .put("width", recipe.width())
                    .put("resolution", recipe.resolution()));
    json.put("licence", model.card().licence()).put("published", false);
    return with(Optional.of(model), json);
  }

  private static JsonObject with(
      Optional<StoredModel.Installed> installed, JsonObject.Builder json) {
    json.put("installed", installed.isPresent());
    installed.ifPresent(
        model -> json.put("path", model.file().toString()).put("bytes", model.bytes()));
    return json.build();
  }

  private boolean isPublished(StoredModel.Installed model, Published entry) {
    return entry.name().equals(model.name()) && pulled.contains(model.name());
  }

  private boolean isPublished(StoredModel.Installed model) {
    return published.stream().anyMatch(entry -> entry.name().equals(model.name()));
  }

  /** All of them, for people: in 80 columns. */
  void printAll() {
    Table table = table();
    for (Published model : published) {
      Optional<StoredModel.Installed> here = Optional.ofNullable(installed.get(model.name()));
      table.row(here.map(this::row).orElseGet(() -> row(model, digest(model))));
    }
    installed.values().stream()
        .filter(model -> !isPublished(model))
        .forEach(model -> table.row(row(model)));
    print(table);
    console.line("");
    console.line("* installed");
    console.line("8 eight digits of a checksum are published");
    console.line("~ no checksum is published; it is recorded at the first pull and held");
    console.line(Invocation.of("models pull NAME") + " fetches one; MiB as installed.");
  }

  private static String[] row(Published model, String mark) {
    return new String[] {
      mark + " " + model.name(),
      verb(model.task()),
      model.width() + "/" + model.resolution(),
      mebibytes(model.parameters() * Float.BYTES),
      accuracy(model.accuracy()),
      model.licence()
    };
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MIB);
  }

  /** One in the store: as its own card says, which of a published one is the catalogue's. */
  private String[] row(StoredModel.Installed model) {
    Optional<Published> entry =
        published.stream().filter(each -> isPublished(model, each)).findFirst();
    if (entry.isPresent()) {
      String[] row = row(entry.get(), "*");
      row[SIZE] = mebibytes(model.bytes());
      return row;
    }
    return new String[] {
      "* " + model.name(),
      verb(model.card().task()),
      model.recipe().map(recipe -> recipe.width() + "/" + recipe.resolution()).orElse(""),
      mebibytes(model.bytes()),
      accuracy(model.card().accuracy()),
      licence(model)
    };
  }

  /** What the source that is tried first states of what it must bring. */
  private static String digest(Published model) {
    Collection<Digest> downloads = model.sources().getFirst().downloads().values();
    if (downloads.stream().allMatch(digest -> digest.checksum().isWhole())) {
      return " ";
    }
    return downloads.stream().allMatch(Digest::isStated) ? "8" : "~";
  }

  /** The verb that uses such models. */
  private static String verb(VisionTask task) {
    return switch (task) {
      case CLASSIFICATION -> "classify";
      case DETECTION -> "detect";
      case SEGMENTATION -> "segment";
      case OTHER -> "run";
    };
  }

  private static String accuracy(SequencedMap<String, Double> accuracy) {
    return accuracy.entrySet().stream()
        .findFirst()
        .map(
            figure ->
                String.format(Locale.ROOT, "%s %.1f", figure.getKey(), 100 * figure.getValue()))
        .orElse("");
  }

  /** Those in the store, for people. */
  void printInstalled() {
    if (installed.isEmpty()) {
      console.line(
          Text.oneLine(
              String.format(
                  Locale.ROOT,
                  "No models in %s. %s shows which can be pulled.",
                  folder,
                  Invocation.of("models list"))));
      return;
    }
    Table table = table();
    installed.values().forEach(model -> table.row(row(model)));
    print(table);
  }

  private static Table table() {
    return new Table(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT)
        .row("  model", "task", "width/px", "MiB", "published", "licence");
  }

  private void print(Table table) {
    List<String> lines = table.lines(console.terminal().columns());
    console.line(console.styled(lines.getFirst(), Console.Style.FAINT));
    lines.stream().skip(1).forEach(console::line);
  }

  private static String licence(StoredModel.Installed model) {
    return model.card().licence().isEmpty() ? "unknown" : model.card().licence();
  }
}
