package liviano.formats.keras;

import java.util.List;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.weights.Weights;

/** What networks give for numbers that are always the same. */
final class Answers {
  private Answers() {}

  /** Numbers from -1.25 to 1.25. */
  static float[] some(int count) {
    return some(count, 4);
  }

  /** Eleven numbers again and again, -5 to 5 over a divisor. */
  static float[] some(int count, float divisor) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = ((long) i * 7 % 11 - 5) / divisor;
    }
    return values;
  }

  /** What the first output is for {@link #some} numbers. */
  static float[] of(Model model) {
    return of(model.graph(), model.weights(), model.graph().outputs().firstEntry().getKey());
  }

  static float[] of(Graph graph, Weights weights, String output) {
    Session session = Engine.compile(graph, weights, CompileOptions.defaults()).newSession();
    graph
        .inputs()
        .forEach(input -> session.input(input.name()).copyFrom(some(input.shape().elements())));
    session.run();
    return session.output(output).toArray();
  }

  /** The kinds of the steps that a model becomes. */
  static List<String> steps(Model model) {
    return Engine.compile(model.graph(), model.weights(), CompileOptions.defaults())
        .steps()
        .stream()
        .map(step -> step.kind().getSimpleName())
        .toList();
  }

  static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The greatest difference; NaN if there is one. */
  static float distance(float[] a, float[] b) {
    float greatest = 0;
    for (int i = 0; i < a.length; i++) {
      greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
    }
    return greatest;
  }
}
