package liviano.vision.drawing;

/**
 * Sizes that suit a picture, in pixels: they grow with its side, so that a picture looks the same
 * once it is scaled to the screen, and never fall below what can be read.
 *
 * @param line width of outlines
 * @param capital height of the capital letters
 */
record Pens(double line, double capital) {
  private static final double SMALLEST_CAPITAL = 7;

  /**
   * For a picture of the given sides: a square of the same area counts, but of a strip no more than
   * three times its shorter side.
   */
  static Pens of(int width, int height) {
    double side = Math.min(Math.sqrt((double) width * height), 3.0 * Math.min(width, height));
    return new Pens(
        Math.max(1, Math.round(side / 220)), Math.max(SMALLEST_CAPITAL, Math.round(side / 52)));
  }

  /** Height of a label's plate. */
  double plate() {
    return Math.round(1.85 * capital);
  }

  /** Between a plate's edge and its text. */
  double padding() {
    return Math.round(0.45 * capital);
  }

  /** From a plate's top to the text's baseline: capitals stand in the middle. */
  double baseline() {
    return (plate() + capital) / 2;
  }
}
