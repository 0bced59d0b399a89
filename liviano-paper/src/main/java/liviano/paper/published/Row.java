package liviano.paper.published;

import java.util.List;

/**
 * A row of a table of results.
 *
 * @param name as the source calls it
 * @param setup the network that is meant
 * @param parts prefixes of the layers that the row counts; none where it counts all
 * @param passes how often the network looks at a picture
 * @param published what the source says
 * @param note where our count differs from the source, and why; empty where nothing is to be said
 */
public record Row(
    String name,
    ZooNetwork setup,
    List<String> parts,
    Passes passes,
    Published published,
    String note) {

  public Row {
    parts = List.copyOf(parts);
  }

  /** A whole network that looks once. */
  public Row(String name, ZooNetwork setup, Published published, String note) {
    this(name, setup, List.of(), Passes.ONE, published, note);
  }

  /** A whole network that looks once, and nothing to be said. */
  public Row(String name, ZooNetwork setup, Published published) {
    this(name, setup, published, "");
  }

  /** Only the layers whose names start with one of these. */
  public Row ofParts(String... prefixes) {
    return new Row(name, setup, List.of(prefixes), passes, published, note);
  }

  public Row withPasses(Passes newPasses) {
    return new Row(name, setup, parts, newPasses, published, note);
  }
}
