package liviano.bench.peers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Value;
import liviano.model.Model;

/** By how many steps the bytes of two engines differ. */
final class Steps {
  private long numbers;
  private long equal;
  private int most;

  /** Both answers to one input, output by output. */
  void add(List<byte[]> ours, List<byte[]> theirs) {
    if (ours.size() != theirs.size()) {
      throw new AssertionError(ours.size() + " outputs, and " + theirs.size());
    }
    for (int i = 0; i < ours.size(); i++) {
      add(ours.get(i), theirs.get(i));
    }
  }

  private void add(byte[] ours, byte[] theirs) {
    if (ours.length != theirs.length) {
      throw new AssertionError(ours.length + " numbers, and " + theirs.length);
    }
    for (int i = 0; i < ours.length; i++) {
      // Of unsigned bytes; those at the ends are as near to each other.
      int steps = Math.abs(Byte.toUnsignedInt(ours[i]) - Byte.toUnsignedInt(theirs[i]));
      numbers++;
      equal += steps == 0 ? 1 : 0;
      most = Math.max(most, steps);
    }
  }

  double equalShare() {
    return (double) equal / numbers;
  }

  int most() {
    return most;
  }

  /** What the engine answers to bytes, which are given by the names of the inputs. */
  static List<byte[]> ours(Model model, Map<String, byte[]> inputs) {
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    inputs.forEach((name, bytes) -> session.input(name).copyFrom(bytes));
    session.run();
    return model.graph().outputs().keySet().stream()
        .map(name -> session.output(name).toByteArray())
        .toList();
  }

  /** Drawn bytes for the one input of a model. */
  static Map<String, byte[]> drawn(Model model, long seed) {
    Value input = model.graph().inputs().getFirst();
    byte[] bytes = new byte[input.shape().elements()];
    new SplittableRandom(seed).nextBytes(bytes);
    return Map.of(input.name(), bytes);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.3f %% of %d numbers are equal, none is off by more than %d",
        100 * equalShare(),
        numbers,
        most);
  }
}
