package liviano.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import liviano.LivianoException;
import liviano.model.Model;

/** Loads, compiles and runs model files, each to its end, and says on a line what came of each. */
final class HostileModels {
  private HostileModels() {}

  /**
   * @param files model files; anything but an answer or a {@link LivianoException} ends the process
   */
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      long start = System.nanoTime();
      String outcome = outcome(Path.of(file));
      System.out.printf(
          Locale.ROOT,
          "%s (%.1f s): %s%n",
          Path.of(file).getFileName(),
          (System.nanoTime() - start) / 1e9,
          outcome);
    }
  }

  private static String outcome(Path file) throws IOException {
    try {
      Model model = Model.load(file);
      Program program = Engine.compile(model.graph(), model.weights(), CompileOptions.defaults());
      program.newSession().run();
      return "answered by " + program.steps().size() + " steps";
    } catch (LivianoException e) {
      return "refused: " + e.getMessage();
    }
  }
}
