package liviano.cli.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import liviano.cli.Invocation;
import liviano.cli.output.Table;
import liviano.cli.output.Table.Align;
import liviano.cli.output.Words;
import liviano.cost.Cost;
import liviano.formats.store.Digest;
import liviano.formats.store.DigestJson;
import liviano.formats.store.Provenance;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.zoo.Recipe;

/**
 * What is known of a model.
 *
 * @param facts for people
 * @param json for programs
 */
record ModelDescription(List<Fact> facts, JsonObject json) {
  /** Something that is known, under its name. */
  record Fact(String name, String value) {}

  /** A model in a file or a folder. */
  static ModelDescription of(Path file, Model model) throws IOException {
    return of(file, model, digest(file));
  }

  private static Optional<Digest> digest(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(Digest.of(file)) : Optional.empty();
  }

  private static ModelDescription of(Path file, Model model, Optional<Digest> digest) {
    List<Fact> facts = facts(model);
    facts.add(new Fact("file", file.toString()));
    JsonObject.Builder json = json(model).put("path", file.toString());
    digest.ifPresent(
        found -> {
          facts.add(new Fact("size", Words.mebibytes(found.bytes().orElseThrow())));
          facts.add(new Fact("checksum", found.checksum().toString()));
          DigestJson.write(found, json);
        });
    return new ModelDescription(facts, json.build());
  }

  private static List<Fact> facts(Model model) {
    ModelCard card = model.card();
    Cost cost = Cost.of(model.graph());
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("title", card.title()));
    facts.add(new Fact("task", Words.lower(card.task())));
    facts.add(new Fact("network", model.recipe().map(r -> network(r)).orElse("(imported)")));
    facts.add(new Fact("parameters", Words.thousands(cost.parameters())));
    facts.add(new Fact("multiply-adds", Words.millions(cost.multiplyAdds())));
    facts.add(new Fact("pictures", Words.of(card.preprocessing())));
    facts.add(new Fact("labels", labels(card.labels())));
    facts.add(new Fact("published", figures(card.accuracy())));
    facts.add(new Fact("licence", card.licence().isEmpty() ? "unknown" : card.licence()));
    facts.add(new Fact("origin", card.origin().isEmpty() ? "unknown" : card.origin()));
    return facts;
  }

  private static JsonObject.Builder json(Model model) {
    ModelCard card = model.card();
    Cost cost = Cost.of(model.graph());
    JsonObject.Builder json =
        JsonObject.builder().put("title", card.title()).put("task", Words.lower(card.task()));
    model
        .recipe()
        .ifPresent(
            recipe ->
                json.put("network", recipe.architecture())
                    .put("width", recipe.width())
                    .put("resolution", recipe.resolution()));
    JsonObject.Builder accuracy = JsonObject.builder();
    card.accuracy().forEach(accuracy::put);
    return json.put("parameters", cost.parameters())
        .put("multiply_adds", cost.multiplyAdds())
        .put("pictures", Words.of(card.preprocessing()))
        .put("labels", card.labels().size())
        .put("accuracy", accuracy.build())
        .put("licence", card.licence())
        .put("origin", card.origin());
  }

  /**
   * An installed model.
   *
   * @param provenance what it was when it was installed, and of what it was made
   */
  static ModelDescription installed(Path file, Model model, Optional<Provenance> provenance)
      throws IOException {
    Optional<Digest> digest = digest(file);
    ModelDescription found = of(file, model, digest);
    List<Fact> facts = new ArrayList<>(found.facts());
    JsonObject.Builder json = JsonObject.builder();
    found.json().members().forEach(json::put);
    json.put("installed", true);
    provenance.ifPresent(
        installed -> {
          boolean same = digest.filter(installed.file()::equals).isPresent();
          facts.add(
              new Fact("unchanged", same ? "yes" : "no, it was " + installed.file().checksum()));
          installed
              .downloads()
              .forEach(
                  (address, download) ->
                      facts.add(new Fact("made of", address + ", " + download.checksum())));
          json.put("unchanged", same).put("downloads", DigestJson.writeAll(installed.downloads()));
        });
    return new ModelDescription(facts, json.build());
  }

  /** A published one that is not installed. */
  static ModelDescription published(Published model, Map<String, Digest> known) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("title", model.title()));
    facts.add(new Fact("task", Words.lower(model.task())));
    facts.add(new Fact("network", network(model.network(), model.width(), model.resolution())));
    facts.add(new Fact("parameters", Words.thousands(model.parameters())));
    model
        .preparation()
        .map(preparation -> Words.of(preparation.preprocessing(model.resolution())))
        .ifPresent(pictures -> facts.add(new Fact("pictures", pictures)));
    facts.add(new Fact("published", figures(model.accuracy()) + " by " + model.accuracySource()));
    facts.add(new Fact("licence", model.licence()));
    facts.add(
        new Fact(
            "file",
            "not installed; " + Invocation.of("models pull " + model.name()) + " fetches it"));
    for (Source source : model.sources()) {
      facts.addAll(facts(source.requiring(known)));
    }
    JsonObject.Builder json = PublishedJson.of(model, known);
    return new ModelDescription(facts, json.put("installed", false).build());
  }

  private static List<Fact> facts(Source source) {
    List<Fact> facts = new ArrayList<>();
    String size =
        source.bytes().isPresent() ? ", " + Words.mebibytes(source.bytes().getAsLong()) : "";
    facts.add(new Fact("source", source.words() + size));
    boolean one = source.downloads().size() == 1;
    source
        .downloads()
        .forEach(
            (address, digest) ->
                facts.add(
                    new Fact(
                        "",
                        one
                            ? digest.checksum().toString()
                            : Source.last(address) + ", " + digest.checksum().words())));
    return facts;
  }

  private static String network(Recipe recipe) {
    return network(recipe.architecture(), recipe.width(), recipe.resolution());
  }

  private static String network(String id, double width, int resolution) {
    return String.format(Locale.ROOT, "%s %s/%d", id, width, resolution);
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty() ? "none" : Words.thousands(labels.size());
  }

  private static String figures(SequencedMap<String, Double> accuracy) {
    return accuracy.isEmpty()
        ? "no accuracy"
        : accuracy.entrySet().stream()
            .map(f -> String.format(Locale.ROOT, "%s %.1f %%", f.getKey(), 100 * f.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** The facts as lines, no wider than so many columns where that can be. */
  List<String> lines(int columns) {
    Table table = new Table(Align.LEFT, Align.LEFT);
    facts.forEach(fact -> table.row(fact.name(), fact.value()));
    return table.lines(columns);
  }
}
