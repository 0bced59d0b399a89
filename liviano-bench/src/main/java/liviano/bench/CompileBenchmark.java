package liviano.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/**
 * How long compiling takes for graphs of a thousand nodes to a hundred thousand. Ten times the
 * nodes should take little more than ten times as long.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp liviano-bench/target/liviano-bench.jar
 *     liviano.bench.CompileBenchmark</pre>
 */
public final class CompileBenchmark {
  private static final int[] NODES = {1_000, 1_000, 10_000, 100_000};
  private static final Shape VECTOR = Shape.of(16);

  /** A way of connecting nodes. */
  private record Kind(String name, IntFunction<Graph> graph) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("a chain", CompileBenchmark::chain),
          new Kind("branches", CompileBenchmark::branches),
          new Kind("nested shortcuts", CompileBenchmark::nested),
          new Kind("shortcuts at random", CompileBenchmark::drawn));

  private CompileBenchmark() {}

  /** Prints a line for each kind of graph and number of nodes. */
  public static void main(String[] arguments) {
    CompileOptions options =
        CompileOptions.builder().limits(Limits.defaults().with(Limit.NODES, 1 << 20)).build();
    for (Kind kind : KINDS) {
      for (int nodes : NODES) {
        long start = System.nanoTime();
        Graph graph = kind.graph().apply(nodes);
        long built = System.nanoTime();
        Engine.compile(graph, Weights.of(List.of()), options);
        long compiled = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "%-20s %,8d nodes: built in %,6d ms, compiled in %,6d ms%n",
            kind.name(),
            graph.nodes().size(),
            (built - start) / 1_000_000,
            (compiled - built) / 1_000_000);
      }
    }
  }

  private static Graph chain(int nodes) {
    GraphBuilder builder = Graph.builder();
    Value last = builder.input("x", VECTOR);
    for (int i = 0; i < nodes; i++) {
      last = builder.add("n" + i, new Op.Sigmoid(), last);
    }
    return builder.output("y", last).build();
  }

  /** All of them are alive at once. */
  private static Graph branches(int nodes) {
    GraphBuilder builder = Graph.builder();
    Value input = builder.input("x", VECTOR);
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < nodes - 1; i++) {
      all.add(builder.add("n" + i, new Op.Sigmoid(), input));
    }
    return builder.output("y", builder.add("all", new Op.Concat(), all)).build();
  }

  /** What is given first is read last, as in an encoder and its decoder. */
  private static Graph nested(int nodes) {
    GraphBuilder builder = Graph.builder();
    Value last = builder.input("x", VECTOR);
    List<Value> down = new ArrayList<>();
    for (int i = 0; i < nodes / 2; i++) {
      last = builder.add("down" + i, new Op.Sigmoid(), last);
      down.add(last);
    }
    for (Value value : down.reversed()) {
      last = builder.add("up of " + value.name(), new Op.Add(), last, value);
    }
    return builder.output("y", last).build();
  }

  private static Graph drawn(int nodes) {
    GraphBuilder builder = Graph.builder();
    List<Value> all = new ArrayList<>(List.of(builder.input("x", VECTOR)));
    Random random = new Random(nodes);
    for (int i = 0; i < nodes; i++) {
      Value before = all.get(random.nextInt(all.size()));
      all.add(builder.add("n" + i, new Op.Add(), all.getLast(), before));
    }
    return builder.output("y", all.getLast()).build();
  }
}
