package liviano.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import liviano.cli.Failures;
import liviano.cli.MissingFile;
import liviano.cli.UsageException;

/** Turns arguments into pictures: files, folders, patterns, and {@code -} for standard input. */
public final class Inputs {
  private Inputs() {}

  /**
   * Expands arguments in their order. A folder gives its pictures (see {@link FolderWalk}); a
   * pattern (see {@link Glob}) gives what it matches, unless a file is called like it. What is not
   * there becomes an {@link Input.Unreadable}: the other pictures are still worth doing.
   *
   * @param standardInput read where {@code -} is given
   * @throws UsageException if {@code -} is given twice
   */
  public static List<Input> expand(List<String> arguments, InputStream standardInput) {
    if (arguments.stream().filter(Input.StandardInput.NAME::equals).count() > 1) {
      throw new UsageException("'-' can be given once: standard input holds one picture");
    }
    List<Input> inputs = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(Input.StandardInput.NAME)) {
        inputs.add(new Input.StandardInput(standardInput));
      } else {
        inputs.addAll(expand(argument));
      }
    }
    return List.copyOf(inputs);
  }

  /** What the names of pictures end in, from the dot on, in small letters. */
  public static Set<String> endings() {
    return FolderWalk.ENDINGS;
  }

  private static List<Input> expand(String argument) {
    if (argument.isEmpty()) {
      return List.of(new Input.Unreadable("''", "an empty name"));
    }
    try {
      if (exists(argument)) {
        return ofPath(argument, Path.of(argument));
      }
      if (!Glob.isPattern(argument)) {
        return List.of(new Input.Unreadable(argument, MissingFile.describe(Path.of(argument))));
      }
      List<Input> inputs = new ArrayList<>();
      for (Path match : Glob.expand(argument)) {
        inputs.addAll(ofPath(match.toString(), match));
      }
      return inputs.isEmpty() ? List.of(new Input.Unreadable(argument, "no file matches")) : inputs;
    } catch (IOException | InvalidPathException e) {
      return List.of(new Input.Unreadable(argument, Failures.describe(e)));
    }
  }

  /** False also where no path can be made of the name, which may still be a pattern. */
  private static boolean exists(String argument) {
    try {
      return Files.exists(Path.of(argument), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<Input> ofPath(String name, Path path) {
    return Files.isDirectory(path)
        ? FolderWalk.pictures(name, path)
        : List.of(new Input.File(name, path));
  }
}
