package liviano.train.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import liviano.model.Model;
import liviano.train.data.SampleSource;
import liviano.train.network.Mode;
import liviano.train.network.NormRestorer;
import liviano.train.network.NormRule;

/** What becomes of a network's batch norm. */
final class NormChoice {
  /** Part of the old statistics that stays at each step. */
  static final double MOMENTUM = 0.9;

  /** Pictures that batch norm is measured on. */
  private static final int MEASURED = 128;

  /** Steps in which statistics of that momentum have followed; fewer leave them old. */
  private static final int STEPS_OF_NORM = 300;

  private NormChoice() {}

  /**
   * The model with its batch norm, where that is folded and to be given back.
   *
   * @param training pictures that it is measured on
   * @param notices takes a line about it
   * @throws IOException if a picture cannot be read
   */
  static Model applied(
      NormRule rule, Model start, SampleSource<?> training, Consumer<String> notices)
      throws IOException {
    if (!NormRestorer.isFolded(start)) {
      return start;
    }
    if (rule == NormRule.NONE) {
      notices.accept("batch norm is folded into the base, and stays so (--norm none)");
      return start;
    }
    int step = Math.max(1, training.size() / MEASURED);
    int count = Math.min(MEASURED, Math.ceilDiv(training.size(), step));
    notices.accept(
        String.format(
            Locale.ROOT,
            "batch norm, folded in the base, is restored on %d training pictures",
            count));
    try {
      return NormRestorer.restore(
          start,
          () -> IntStream.range(0, count).mapToObj(i -> sample(training, i * step)).iterator());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static float[] sample(SampleSource<?> training, int index) {
    try {
      return training.sample(index, 0, false).input();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How batch norm acts while all layers are trained.
   *
   * @param steps of that phase
   * @param measured whether its statistics are those of pictures; those of a network from scratch
   *     are none, so that it cannot do without the batches'
   */
  static Mode mode(NormRule rule, long steps, boolean measured) {
    return switch (rule) {
      // Without batch norm only dropout tells them apart, which acts in both.
      case BATCH, NONE -> Mode.TRAINING;
      case FROZEN -> Mode.FROZEN_NORM;
      case AUTO -> steps >= STEPS_OF_NORM || !measured ? Mode.TRAINING : Mode.FROZEN_NORM;
    };
  }
}
