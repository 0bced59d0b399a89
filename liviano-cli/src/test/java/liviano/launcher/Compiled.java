package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles programs that are no part of a module. */
final class Compiled {
  private Compiled() {}

  /** A program of the folder {@code launcher}; a warning is an error, as in the modules. */
  static void launcher(String source, Path classes) {
    Path file = Path.of("..", "launcher").resolve(source);
    source(
        file,
        classes,
        "-Xlint:all",
        "-Werror",
        "-cp",
        System.getProperty("java.class.path"),
        "-sourcepath",
        file.getParent().toString());
  }

  /** A file, into a folder that is there. */
  static void source(Path file, Path classes, String... options) {
    List<String> words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    words.addAll(List.of(options));
    words.add(file.toString());
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new));
    assertThat(status).as("compiling %s", file).isZero();
  }
}
