package liviano.cli.pictures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import liviano.cli.input.Input;

/**
 * Where the files drawn for pictures go: all into one folder, each under its picture's name with
 * another ending. Where two pictures have the same name, or the file would be one of the inputs, a
 * number is added, so that nothing of one run overwrites another, or what was given to it.
 */
public final class DrawnFiles {
  /** With room for an ending and a passing name while it is written; file systems allow 255. */
  private static final int MOST_BYTES = 150;

  private final Path folder;
  private final List<String> endings;
  private final Set<Path> inputFiles = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> lastNumber = new HashMap<>();
  private final Map<Input, String> names = new IdentityHashMap<>();

  /**
   * Chooses the names.
   *
   * @param folder that is there
   * @param inputs what the files are drawn for
   * @param endings of the files of each picture, such as {@code .mask.png}
   */
  public DrawnFiles(Path folder, List<Input> inputs, List<String> endings) throws IOException {
    this.folder = folder;
    this.endings = endings;
    for (Input input : inputs) {
      if (input instanceof Input.File(_, Path path) && Files.exists(path)) {
        inputFiles.add(path.toRealPath());
      }
    }
    for (Input input : inputs) {
      names.put(input, freeName(stem(input)));
    }
  }

  /** The file for one of the inputs. */
  public Path file(Input input, String ending) {
    return folder.resolve(names.get(input) + ending);
  }

  private String freeName(String stem) throws IOException {
    // Some file systems take A and a for the same.
    String key = stem.toLowerCase(Locale.ROOT);
    while (true) {
      int number = lastNumber.merge(key, 1, Integer::sum);
      String name = number == 1 ? stem : stem + "-" + number;
      if (taken.add(name.toLowerCase(Locale.ROOT)) && !isInput(name)) {
        return name;
      }
    }
  }

  private boolean isInput(String name) throws IOException {
    for (String ending : endings) {
      Path file = folder.resolve(name + ending);
      if (Files.exists(file) && inputFiles.contains(file.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  /** A picture's name without its ending, where it can be that of a new file. */
  private String stem(Input input) {
    String name =
        switch (input) {
          case Input.File(_, Path path) when path.getFileName() != null ->
              path.getFileName().toString();
          case Input.File _, Input.Unreadable _ -> "picture";
          case Input.StandardInput _ -> "stdin";
        };
    int dot = name.lastIndexOf('.');
    String stem = cut(dot > 0 ? name.substring(0, dot) : name);
    try {
      folder.resolve(stem);
      return stem;
    } catch (InvalidPathException e) {
      return stem.replaceAll("[^ -~]", "_"); // letters that this locale cannot write
    }
  }

  private static String cut(String name) {
    String cut = name;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
