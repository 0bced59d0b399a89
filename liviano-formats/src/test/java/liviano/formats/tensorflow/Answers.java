package liviano.formats.tensorflow;

import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.model.Model;

/** What models give. */
final class Answers {
  private Answers() {}

  /** Numbers that differ from one another. */
  static float[] some(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * 7 % 11 - 5) / 4f;
    }
    return values;
  }

  /** The last output for {@link #some} numbers. */
  static float[] of(Model model) {
    return of(model, some(model.graph().inputs().getFirst().shape().elements()));
  }

  static float[] of(Model model, float... values) {
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    session.input(model.graph().inputs().getFirst().name()).copyFrom(values);
    session.run();
    return session.output(model.graph().outputs().lastEntry().getKey()).toArray();
  }
}
