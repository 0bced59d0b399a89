package liviano.bench.cold;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.model.Model;

/**
 * How long the first inferences of a model take against the hundredth, in milliseconds: in a JVM
 * that has run nothing, or, with a second model, in one that has run that.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp liviano-bench/target/liviano-bench.jar
 *     liviano.bench.cold.FirstInference MODEL [BEFORE]</pre>
 */
public final class FirstInference {
  private static final int RUNS = 100;

  private FirstInference() {}

  /**
   * Prints a line.
   *
   * @param arguments a model file, and maybe one that is run before
   * @throws IOException if one cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("usage: FirstInference MODEL [BEFORE]");
      System.exit(2);
    }
    if (arguments.length == 2) {
      times(arguments[1]);
    }
    double[] times = times(arguments[0]);
    double last = times[RUNS - 1];
    System.out.printf(
        Locale.ROOT,
        "first %.2f, second %.2f, tenth %.2f, hundredth %.2f: %.2f times the hundredth%n",
        times[0],
        times[1],
        times[9],
        last,
        times[0] / last);
  }

  /** Of each run on an input of zeros, in milliseconds. */
  private static double[] times(String file) throws IOException {
    Model model = Model.load(Path.of(file));
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    double[] times = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long began = System.nanoTime();
      session.run();
      times[run] = (System.nanoTime() - began) * 1e-6;
    }
    return times;
  }
}
