package liviano.engine.operations;

import java.util.List;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.engine.SessionTensor;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** Runs single operations without weights. */
final class Operations {
  private Operations() {}

  static Session session(Graph graph, int batch) {
    CompileOptions options = CompileOptions.builder().batch(batch).build();
    return Engine.compile(graph, Weights.of(List.of()), options).newSession();
  }

  /** What an operation makes of floats. */
  static SessionTensor run(Op op, Shape shape, int batch, float... numbers) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", shape);
    Session session = session(b.output("out", b.add("y", op, in)).build(), batch);
    session.input("in").copyFrom(numbers);
    session.run();
    return session.output("out");
  }
}
