package liviano.vision.teach.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Fits a softmax to embeddings: multinomial logistic regression with L2, to its one optimum. The
 * result is the same, bit by bit, on every run and for any number of threads.
 */
public final class LogisticRegression {
  /** From strong to weak; each starts where the one before ended. */
  private static final double[] L2 = {3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003};

  /** Where there is nothing to choose by. */
  private static final double USUAL_L2 = 0.1;

  /** For choosing; the end is found {@link #EXACT}. */
  private static final double ROUGH = 1e-3;

  private static final double EXACT = 1e-6;
  private static final int MOST_ITERATIONS = 1000;

  /** So often may weaker L2 be worse before it is given up. */
  private static final int PATIENCE = 1;

  private final int classes;
  private final Workers workers;

  /**
   * Embeddings with their classes.
   *
   * @param rows one embedding a picture, all of one length
   * @param classOf the class of each, from 0
   */
  public record Labelled(List<float[]> rows, int[] classOf) {
    /**
     * @throws IllegalArgumentException if there are more or fewer classes than rows
     */
    public Labelled {
      rows = List.copyOf(rows);
      if (rows.size() != classOf.length) {
        throw new IllegalArgumentException(rows.size() + " rows of " + classOf.length + " classes");
      }
    }
  }

  /**
   * What was found.
   *
   * @param head over raw embeddings
   * @param l2 strength that was chosen
   * @param iterations of the last fit
   */
  public record Fit(LinearHead head, double l2, int iterations) {}

  /**
   * @param threads that share the work, at least 1
   */
  public LogisticRegression(int classes, int threads) {
    this.classes = classes;
    this.workers = new Workers(threads);
  }

  /** Bytes that fitting takes, beside the embeddings themselves. */
  public static long bytes(long pictures, long features, long classes) {
    return CrossEntropy.bytes(pictures, features, classes);
  }

  /**
   * Fits with the L2 that is best for the validation part.
   *
   * @param training at least one picture
   * @param validation empty where there is nothing to choose by
   */
  public Fit fit(Labelled training, Labelled validation) {
    if (validation.rows().isEmpty()) {
      return fit(training, USUAL_L2);
    }
    Problem problem = new Problem(training);
    Optional<double[]> best = Optional.empty();
    double bestL2 = L2[0];
    double leastLoss = Double.POSITIVE_INFINITY;
    double[] point = problem.start();
    int worse = 0;
    for (double l2 : L2) {
      point = problem.minimum(point, l2, ROUGH).point();
      double loss = loss(problem.head(point), validation);
      if (loss < leastLoss) {
        leastLoss = loss;
        bestL2 = l2;
        best = Optional.of(point);
        worse = 0;
      } else if (++worse > PATIENCE) {
        break;
      }
    }
    return problem.fit(best.orElseGet(problem::start), bestL2);
  }

  /** Fits with a given L2, above 0. */
  public Fit fit(Labelled training, double l2) {
    Problem problem = new Problem(training);
    return problem.fit(problem.start(), l2);
  }

  /** The mean cross entropy of a head on some pictures, at least one. */
  public static double loss(LinearHead head, Labelled pictures) {
    double sum = 0;
    for (int i = 0; i < pictures.rows().size(); i++) {
      sum += Temperature.loss(head.logits(pictures.rows().get(i)), pictures.classOf()[i], 1);
    }
    return sum / pictures.rows().size();
  }

  /** Training pictures in the form in which they are fitted to. */
  private final class Problem {
    private final Standardizer standardizer;
    private final CrossEntropy objective;
    private final int features;

    Problem(Labelled training) {
      this.features = training.rows().getFirst().length;
      this.standardizer = Standardizer.of(training.rows());
      List<float[]> standard = new ArrayList<>();
      training.rows().forEach(row -> standard.add(standardizer.apply(row)));
      this.objective = new CrossEntropy(standard, training.classOf(), classes, 1, workers);
    }

    double[] start() {
      return new double[objective.size()];
    }

    Lbfgs.Minimum minimum(double[] start, double l2, double tolerance) {
      return Lbfgs.minimize(objective.withL2(l2), start, tolerance, MOST_ITERATIONS);
    }

    LinearHead head(double[] point) {
      return standardizer.fold(
          Arrays.copyOf(point, classes * features),
          Arrays.copyOfRange(point, classes * features, point.length));
    }

    Fit fit(double[] start, double l2) {
      Lbfgs.Minimum end = minimum(start, l2, EXACT);
      return new Fit(head(end.point()), l2, end.iterations());
    }
  }
}
