package liviano.vision.teach.regression;

/** A smooth function to be minimised. */
interface Objective {
  /** How many numbers it is a function of. */
  int size();

  /**
   * Its value at a point.
   *
   * @param gradient is given the slope there
   */
  double evaluate(double[] point, double[] gradient);
}
