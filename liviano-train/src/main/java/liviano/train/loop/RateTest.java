package liviano.train.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import liviano.train.run.RateCurve;

/** Smith's learning-rate test, on the last phase of a training. */
public final class RateTest {
  /** Steps, over which the rate grows from the least to the most by the same factor each time. */
  public static final int STEPS = 100;

  private static final double LEAST = 1e-6;
  private static final double MOST = 10;

  /** Part of the average loss that stays at each step. */
  private static final double KEPT = 0.9;

  /** The loss has run away when it is so many times the lowest. */
  private static final double AWAY = 3;

  private RateTest() {}

  /**
   * Takes up to {@value #STEPS} steps, fewer where the loss runs away or it is told to stop. It
   * changes the network.
   *
   * @param stop looked at after each step
   * @param step told of each step and how many there were
   * @throws IOException if a picture cannot be read
   */
  public static <B> RateCurve of(
      TrainTask<B> task,
      TrainSettings settings,
      BooleanSupplier stop,
      ObjIntConsumer<RateCurve.At> step)
      throws IOException {
    List<RateCurve.At> points = new ArrayList<>();
    Phase phase = settings.phases().getLast();
    try (PhaseRun<B> run = new PhaseRun<>(task, phase, 0, Optional.empty())) {
      double average = 0;
      double lowest = Double.POSITIVE_INFINITY;
      boolean over = false;
      for (long epoch = 0; !over; epoch++) {
        try (BatchStream<B> stream = task.epoch(epoch, 0)) {
          for (Optional<B> batch = stream.next();
              batch.isPresent() && !over;
              batch = stream.next()) {
            int taken = points.size();
            double rate = LEAST * Math.pow(MOST / LEAST, (double) taken / (STEPS - 1));
            double loss = run.step(batch.get(), taken, rate, settings);
            average = KEPT * average + (1 - KEPT) * loss;
            double smooth = average / (1 - Math.pow(KEPT, taken + 1.0));
            points.add(new RateCurve.At(rate, loss, smooth));
            step.accept(points.getLast(), points.size());
            lowest = Math.min(lowest, smooth);
            over = points.size() == STEPS || smooth > AWAY * lowest || stop.getAsBoolean();
          }
        }
      }
    } catch (DivergedException e) {
      if (points.isEmpty()) {
        throw e;
      }
    }
    return new RateCurve(points);
  }
}
