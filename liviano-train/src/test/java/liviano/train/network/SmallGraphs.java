package liviano.train.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.tensor.UnaryFunction.Plain;
import org.junit.jupiter.api.Named;

/** Graphs of an operation or two, for every kind of operation that can be trained. */
final class SmallGraphs {
  private static final Shape MAP = Shape.of(6, 5, 4);
  private static final Shape VECTOR = Shape.of(6);
  private static final Shape ROWS = Shape.of(3, 4);
  private static final Shape FOUR = Shape.of(2, 3, 2, 4);

  private SmallGraphs() {}

  static Stream<Named<Graph>> all() {
    return Stream.of(
            WindowGraphs.all(), functions(), channels(), pairs(), reductions(), resizes(), moves())
        .flatMap(List::stream);
  }

  /** One operation on one input. */
  static Named<Graph> of(String name, Shape shape, Op op) {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", shape);
    return Named.of(name, graph.output("out", graph.add("layer", op, in)).build());
  }

  private static List<Named<Graph>> functions() {
    List<Named<Graph>> graphs = new ArrayList<>();
    for (Op op :
        List.of(
            new Op.Relu(),
            new Op.Relu6(),
            new Op.Clip(-0.3f, 0.6f),
            new Op.Clip(Float.NEGATIVE_INFINITY, 0.5f),
            new Op.LeakyRelu(0.1f),
            new Op.Tanh(1.7159f, 2f / 3),
            new Op.Sigmoid(),
            new Op.HardSigmoid(),
            new Op.HardSwish(),
            new Op.Map(new UnaryFunction.Elu(0.7f)),
            new Op.Map(new UnaryFunction.Selu(1.6f, 1.05f)),
            new Op.Map(new UnaryFunction.Celu(0.6f)),
            new Op.Map(new UnaryFunction.ThresholdedRelu(0.2f)),
            new Op.Map(new UnaryFunction.HardSigmoid(0.8f, 0.4f)),
            new Op.Map(new UnaryFunction.Shrink(0.1f, 0.3f)))) {
      graphs.add(of(op.toString(), MAP, op));
    }
    for (Plain function : Plain.values()) {
      if (!Activations.isFlat(function)) {
        graphs.add(mapped(function));
      }
    }
    return graphs;
  }

  /** Behind what keeps its numbers where the function has values. */
  private static Named<Graph> mapped(Plain function) {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("in", MAP);
    x =
        switch (function) {
          case LOG, SQRT, RECIPROCAL, RECIPROCAL_SQRT -> graph.add("exp", new Op.Map(Plain.EXP), x);
          case ACOSH ->
              graph.add("cosh", new Op.Map(Plain.COSH), graph.add("exp", new Op.Map(Plain.EXP), x));
          case ASIN, ACOS, ATANH -> graph.add("sin", new Op.Map(Plain.SIN), x);
          default -> x;
        };
    return Named.of(
        function.name(), graph.output("out", graph.add("layer", new Op.Map(function), x)).build());
  }

  private static List<Named<Graph>> channels() {
    List<Named<Graph>> graphs = new ArrayList<>();
    for (Shape shape : List.of(MAP, VECTOR, ROWS, FOUR)) {
      for (Op op :
          List.of(
              new Op.BatchNorm(1e-3f),
              new Op.Scale(true),
              new Op.Scale(false),
              new Op.PRelu(),
              new Op.Softmax(),
              new Op.L2Normalize(1e-3f),
              new Op.LocalResponseNorm(3, 0.1f, 0.75f, 2))) {
        graphs.add(of(op + " of " + shape, shape, op));
      }
    }
    graphs.add(of("dense", VECTOR, new Op.Dense(3, true)));
    graphs.add(of("dense without bias", VECTOR, new Op.Dense(3, false)));
    graphs.add(of("squared distance", VECTOR, new Op.SquaredDistance(3)));
    return graphs;
  }

  private static List<Named<Graph>> pairs() {
    List<Named<Graph>> graphs = new ArrayList<>();
    for (Op op : List.of(new Op.Add(), new Op.Multiply(), new Op.Subtract(), new Op.Maximum())) {
      for (Shape second :
          List.of(MAP, Shape.of(4), Shape.of(6, 5, 1), Shape.of(1), Shape.of(5, 4))) {
        graphs.add(pair(op, MAP, second));
      }
    }
    graphs.add(pair(new Op.Add(), FOUR, Shape.of(3, 1, 4)));
    graphs.add(pair(new Op.Minimum(), VECTOR, VECTOR));
    graphs.add(pair(new Op.Divide(), MAP, MAP));
    graphs.add(pair(new Op.Power(), MAP, MAP));
    graphs.add(withConstant());
    graphs.add(residual());
    return graphs;
  }

  /** Of positive numbers, which have quotients and powers. */
  private static Named<Graph> pair(Op op, Shape first, Shape second) {
    GraphBuilder graph = Graph.builder();
    Value a = graph.add("exp1", new Op.Map(Plain.EXP), graph.input("a", first));
    Value b = graph.add("exp2", new Op.Map(Plain.EXP), graph.input("b", second));
    return Named.of(
        op + " of " + first + " and " + second,
        graph.output("out", graph.add("layer", op, a, b)).build());
  }

  private static Named<Graph> withConstant() {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", MAP);
    Value map = graph.add("constant", new Op.Constant(MAP, DType.F32));
    Value sum = graph.add("sum", new Op.Add(), in, map);
    return Named.of(
        "constant", graph.output("out", graph.add("both", new Op.Concat(), map, sum, map)).build());
  }

  /** Where values may be overwritten, and where another layer still reads them. */
  private static Named<Graph> residual() {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", MAP);
    Value norm = graph.add("norm", new Op.BatchNorm(1e-3f), in);
    Value read = graph.add("read", new Op.Relu6(), norm);
    Value branch = graph.add("branch", new Op.BatchNorm(1e-3f), read);
    Value sum = graph.add("sum", new Op.Add(), norm, branch);
    Value relu = graph.add("relu", new Op.Relu(), sum);
    return Named.of("residual", graph.output("out", relu).output("norm", norm).build());
  }

  private static List<Named<Graph>> reductions() {
    List<Named<Graph>> graphs = new ArrayList<>();
    graphs.add(of("global average", MAP, new Op.GlobalAveragePool()));
    for (Shape shape : List.of(MAP, FOUR)) {
      for (List<Integer> axes : List.of(List.of(0, 1), List.of(0), List.of(2), List.of(0, 1, 2))) {
        for (boolean keep : new boolean[] {true, false}) {
          graphs.add(of("mean of " + shape + axes + keep, shape, new Op.Mean(axes, keep)));
          for (liviano.tensor.Reduction kind : liviano.tensor.Reduction.values()) {
            graphs.add(
                of(kind + " of " + shape + axes + keep, shape, new Op.Reduce(kind, axes, keep)));
          }
        }
      }
    }
    return graphs;
  }

  private static List<Named<Graph>> resizes() {
    List<Named<Graph>> graphs = new ArrayList<>();
    for (Sampling sampling : Sampling.values()) {
      for (int[] size : new int[][] {{9, 12}, {3, 2}, {1, 1}, {6, 5}}) {
        graphs.add(
            of(
                sampling + " to " + size[0] + "x" + size[1],
                MAP,
                new Op.ResizeBilinear(size[0], size[1], sampling)));
      }
      for (Nearest.Rounding rounding : Nearest.Rounding.values()) {
        Nearest rule = new Nearest(sampling, rounding);
        graphs.add(of(rule.toString(), MAP, new Op.ResizeNearest(9, 3, rule)));
      }
    }
    return graphs;
  }

  private static List<Named<Graph>> moves() {
    List<Named<Graph>> graphs = new ArrayList<>(MoveGraphs.all());
    for (int axis : new int[] {Op.Concat.INNERMOST, 0, 1}) {
      GraphBuilder graph = Graph.builder();
      Value in = graph.input("in", MAP);
      Value other = graph.add("relu", new Op.Relu(), in);
      graphs.add(
          Named.of(
              "concat along " + axis,
              graph.output("out", graph.add("layer", new Op.Concat(axis), in, other)).build()));
    }
    return graphs;
  }
}
