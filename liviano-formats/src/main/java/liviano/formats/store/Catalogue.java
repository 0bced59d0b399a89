package liviano.formats.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.json.Json;
import liviano.text.NearNames;

/** The published models that are known. They are data: {@code catalogue.json} beside this class. */
public final class Catalogue {
  private static final String RESOURCE = "catalogue.json";

  private final List<Published> all;
  private final Map<String, Published> byName = new HashMap<>();

  /**
   * One with these models.
   *
   * @throws IllegalArgumentException if two have the same name or alias
   */
  public Catalogue(List<Published> models) {
    all = List.copyOf(models);
    for (Published model : all) {
      Stream.concat(Stream.of(model.name()), model.aliases().stream())
          .forEach(name -> add(name, model));
    }
  }

  private void add(String name, Published model) {
    if (byName.putIfAbsent(name, model) != null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "two published models are called '%s'", name));
    }
  }

  /** The catalogue that comes with Liviano. */
  public static Catalogue builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing from the jar");
      }
      return new Catalogue(CatalogueJson.read(Json.parse(in.readAllBytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them, in the order of the file. */
  public List<Published> all() {
    return all;
  }

  /** The one of this name or alias. */
  public Optional<Published> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Up to three names that may have been meant; the nearest first. */
  public List<String> near(String name) {
    List<String> names = new ArrayList<>(byName.keySet());
    names.sort(Comparator.naturalOrder());
    return NearNames.of(name, names);
  }
}
