package liviano.cli.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import liviano.json.JsonValue;

/**
 * The shapes of JSON documents that programs rely on, a file each: a member that is gone, renamed
 * or of another kind is a failure, and so is a new one, until the file says it. With the system
 * property {@code liviano.shapes.write} the files are written anew. A line keeps what was entered
 * in it by hand: a {@code ?} before the colon, where a member may be missing, and a {@code =} at
 * the end, where its values are to be held too.
 */
public final class HeldShapes {
  private static final String WRITE = "liviano.shapes.write";

  private final Path folder;
  private final boolean write;

  /** Those of a test, in the folder {@code shapes} beside its other resources. */
  public static HeldShapes of(Class<?> test) {
    return new HeldShapes(
        Path.of("src/test/resources", test.getPackageName().replace('.', '/'), "shapes"),
        Boolean.getBoolean(WRITE));
  }

  HeldShapes(Path folder, boolean write) {
    this.folder = folder;
    this.write = write;
  }

  /** Fails if the document has not the shape of that name. */
  public void hold(String name, JsonValue document) throws IOException {
    Path file = folder.resolve(name + ".txt");
    List<HeldLine> known = held(file).stream().map(HeldLine::parse).toList();
    List<String> lines =
        new JsonShape(document)
            .lines(
                paths(known.stream().filter(line -> !line.values().isEmpty()).toList()),
                paths(known.stream().filter(HeldLine::optional).toList()),
                known);
    if (write) {
      Files.createDirectories(folder);
      Files.write(file, lines);
    }
    assertThat(lines)
        .as("the JSON of '%s' against %s; -D%s=true writes the file anew", name, file, WRITE)
        .containsExactlyElementsOf(held(file));
  }

  /** Nothing where there is no file yet, which no document is like. */
  private static List<String> held(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static Set<String> paths(List<HeldLine> lines) {
    return lines.stream().map(HeldLine::path).collect(Collectors.toSet());
  }
}
