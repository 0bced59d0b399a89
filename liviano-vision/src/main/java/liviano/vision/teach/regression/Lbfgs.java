package liviano.vision.teach.regression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by its slopes: limited-memory BFGS (Nocedal 1980; Liu and
 * Nocedal 1989), with steps by bisection until both of Wolfe's conditions hold (Lewis and Overton
 * 2013). All sums are in a fixed order, so that the same function gives the same bits.
 */
final class Lbfgs {
  /** Pairs of steps that the curvature is estimated from. */
  private static final int MEMORY = 10;

  /** Of the decrease that the slope promises, so much must be had. */
  private static final double DECREASE = 1e-4;

  /** The slope along the step must have become so much of what it was. */
  private static final double CURVATURE = 0.9;

  private static final int MOST_TRIALS = 60;

  private final Objective objective;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private double[] point;
  private double[] gradient;
  private double value;

  /** A step and the change of slope along it. */
  private record Pair(double[] step, double[] change, double product) {}

  /**
   * Where it ended.
   *
   * @param slope length of the gradient there
   * @param iterations that it took
   */
  record Minimum(double[] point, double value, double slope, int iterations) {}

  private Lbfgs(Objective objective, double[] start) {
    this.objective = objective;
    this.point = start.clone();
    this.gradient = new double[start.length];
    this.value = objective.evaluate(point, gradient);
  }

  /**
   * The minimum.
   *
   * @param tolerance ends where the gradient is no longer than that
   * @param mostIterations ends there at the latest
   */
  static Minimum minimize(
      Objective objective, double[] start, double tolerance, int mostIterations) {
    Lbfgs search = new Lbfgs(objective, start);
    int iterations = 0;
    while (iterations < mostIterations && length(search.gradient) > tolerance && search.step()) {
      iterations++;
    }
    return new Minimum(search.point, search.value, length(search.gradient), iterations);
  }

  /** Takes one step; false where rounding leaves no way down. */
  private boolean step() {
    double[] direction = direction();
    double slope = dot(direction, gradient);
    if (!(slope < 0)) {
      pairs.clear();
      direction = direction();
      slope = dot(direction, gradient);
    }
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double length = pairs.isEmpty() ? 1 / Math.max(1, length(gradient)) : 1;
    double[] next = new double[point.length];
    double[] nextGradient = new double[point.length];
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      for (int i = 0; i < next.length; i++) {
        next[i] = point[i] + length * direction[i];
      }
      double nextValue = objective.evaluate(next, nextGradient);
      if (!(nextValue <= value + DECREASE * length * slope)) {
        high = length;
      } else if (dot(nextGradient, direction) < CURVATURE * slope) {
        low = length;
      } else {
        accept(next, nextGradient, nextValue);
        return true;
      }
      length = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
    }
    return false;
  }

  private void accept(double[] next, double[] nextGradient, double nextValue) {
    double[] step = new double[point.length];
    double[] change = new double[point.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = next[i] - point[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    double product = dot(step, change);
    if (product > 0) {
      pairs.addLast(new Pair(step, change, product));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }

  /** Minus the gradient, times the estimate of the inverse curvature. */
  private double[] direction() {
    double[] direction = gradient.clone();
    double[] shares = new double[pairs.size()];
    int at = pairs.size();
    for (Iterator<Pair> latest = pairs.descendingIterator(); latest.hasNext(); ) {
      Pair pair = latest.next();
      shares[--at] = dot(pair.step(), direction) / pair.product();
      add(direction, -shares[at], pair.change());
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      scale(direction, last.product() / dot(last.change(), last.change()));
    }
    for (Pair pair : pairs) {
      double share = dot(pair.change(), direction) / pair.product();
      add(direction, shares[at++] - share, pair.step());
    }
    scale(direction, -1);
    return direction;
  }

  private static void add(double[] to, double factor, double[] numbers) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * numbers[i];
    }
  }

  private static void scale(double[] numbers, double factor) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factor;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double length(double[] numbers) {
    return Math.sqrt(dot(numbers, numbers));
  }
}
