package liviano.vision.drawing;

/**
 * Colours for numbers from little to much: from a dark violet over red and orange to a pale yellow.
 * Lightness rises evenly (in OKLab, Ottosson 2020), so that the order of two colours is seen
 * without telling hues apart, and in grey too.
 */
final class HeatColours {
  private static final int STEPS = 256;

  /** OKLab's lightness, chroma and hue in degrees, at even distances. */
  private static final double[][] STATIONS = {
    {0.20, 0.07, 290},
    {0.35, 0.15, 315},
    {0.50, 0.19, 365},
    {0.65, 0.20, 395},
    {0.80, 0.17, 425},
    {0.94, 0.12, 448},
  };

  private static final Colour[] COLOURS = colours();

  private HeatColours() {}

  /**
   * The colour of a number.
   *
   * @param amount 0 (little) to 1 (much); what lies outside has the colour of the nearer end
   */
  static Colour of(double amount) {
    return COLOURS[Math.clamp(Math.round(amount * (STEPS - 1)), 0, STEPS - 1)];
  }

  private static Colour[] colours() {
    Colour[] colours = new Colour[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double at = (double) i / (STEPS - 1) * (STATIONS.length - 1);
      int station = Math.min((int) at, STATIONS.length - 2);
      double[] lch = new double[3];
      for (int k = 0; k < 3; k++) {
        double from = STATIONS[station][k];
        lch[k] = from + (STATIONS[station + 1][k] - from) * (at - station);
      }
      colours[i] = colour(lch[0], lch[1], Math.toRadians(lch[2]));
    }
    return colours;
  }

  /** From OKLab's lightness, chroma and hue to sRGB, clipped to what there is. */
  private static Colour colour(double lightness, double chroma, double hue) {
    double a = chroma * Math.cos(hue);
    double b = chroma * Math.sin(hue);
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new Colour(
        sample(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        sample(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        sample(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
  }

  private static double cube(double x) {
    return x * x * x;
  }

  /** Of linear light. */
  private static int sample(double linear) {
    double c = Math.clamp(linear, 0, 1);
    double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * encoded);
  }
}
