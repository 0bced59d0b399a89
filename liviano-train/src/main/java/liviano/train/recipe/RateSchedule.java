package liviano.train.recipe;

/**
 * The learning rate over time. Time is in epochs, fractions of them included, from the start of the
 * phase.
 */
public sealed interface RateSchedule {

  /** The rate at a time. */
  double at(double epoch);

  /** The same with another rate to begin with; all others change with it. */
  RateSchedule withRate(double rate);

  /** The rate to begin with, after any warm-up. */
  double rate();

  /** Always the same. */
  record Constant(double rate) implements RateSchedule {
    @Override
    public double at(double epoch) {
      return rate;
    }

    @Override
    public Constant withRate(double other) {
      return new Constant(other);
    }
  }

  /**
   * {@code rate * factor ^ (epoch / epochs)}.
   *
   * @param epochs after which the rate has been multiplied by the factor once
   * @param stairs whether it changes only then, and not in between
   */
  record Exponential(double rate, double factor, double epochs, boolean stairs)
      implements RateSchedule {
    /**
     * @throws IllegalArgumentException if a number is beyond its range
     */
    public Exponential {
      if (!(factor > 0 && factor <= 1) || !(epochs > 0)) {
        throw new IllegalArgumentException(
            "a rate must be multiplied by a factor above 0, up to 1, after some epochs");
      }
    }

    @Override
    public double at(double epoch) {
      double times = epoch / epochs;
      return rate * Math.pow(factor, stairs ? Math.floor(times) : times);
    }

    @Override
    public Exponential withRate(double other) {
      return new Exponential(other, factor, epochs, stairs);
    }
  }

  /**
   * Rises evenly to the rate, then falls along half a cosine to nothing.
   *
   * @param warmUp epochs of rising; 0 for none
   * @param epochs of both together
   */
  record Cosine(double rate, double warmUp, double epochs) implements RateSchedule {
    /** The least share of the rate while it rises, so that the first step does something. */
    private static final double FIRST = 0.01;

    /**
     * @throws IllegalArgumentException if a number is beyond its range
     */
    public Cosine {
      if (!(warmUp >= 0 && warmUp <= epochs) || !(epochs > 0)) {
        throw new IllegalArgumentException("a rate must rise within its epochs");
      }
    }

    @Override
    public double at(double epoch) {
      if (epoch < warmUp) {
        return rate * Math.max(FIRST, epoch / warmUp);
      }
      double done = Math.clamp((epoch - warmUp) / Math.max(1e-9, epochs - warmUp), 0, 1);
      return rate * (1 + Math.cos(Math.PI * done)) / 2;
    }

    @Override
    public Cosine withRate(double other) {
      return new Cosine(other, warmUp, epochs);
    }
  }
}
