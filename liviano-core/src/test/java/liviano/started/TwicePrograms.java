package liviano.started;

import java.util.List;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.RandomWeights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * A program that embeds Liviano: it compiles a network twice and prints what served. In a package
 * that no module of the library has, so that it runs beside the library as a module too.
 */
public final class TwicePrograms {
  private TwicePrograms() {}

  /**
   * @param args the network, its resolution or "-" for its own, and perhaps the kernels that the
   *     caller chooses
   */
  public static void main(String[] args) {
    Recipe recipe = Zoo.architecture(args[0]).defaults();
    Graph graph =
        Zoo.graph(args[1].equals("-") ? recipe : recipe.withResolution(Integer.parseInt(args[1])));
    for (int i = 0; i < 2; i++) {
      CompileOptions options = CompileOptions.defaults();
      if (args.length > 2) {
        options = options.toBuilder().providers(Providers.named(args[2])).build();
      }
      Program program = Engine.compile(graph, RandomWeights.of(graph, 1), options);
      List<String> served =
          program.steps().stream().map(step -> step.provider()).distinct().sorted().toList();
      System.out.println("served by " + served);
    }
  }
}
