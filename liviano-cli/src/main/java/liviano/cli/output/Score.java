package liviano.cli.output;

import java.nio.charset.Charset;
import java.util.Locale;

/** Scores for people: a percentage, and a bar as long as the score is high. */
public final class Score {
  /** Length of the bar of a score of 1, in character cells. */
  public static final int CELLS = 16;

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private Score() {}

  /** Such as {@code 62.1 %}. */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", fraction * 100);
  }

  /**
   * A bar of at most {@value #CELLS} cells.
   *
   * @param fraction 0 to 1; what lies outside, or is no number, is drawn as the nearest end
   * @param charset where it has no block characters, number signs are drawn
   */
  public static String bar(double fraction, Charset charset) {
    double clamped = fraction > 0 ? Math.min(fraction, 1) : 0;
    if (!charset.newEncoder().canEncode(EIGHTHS)) {
      return "#".repeat((int) Math.round(clamped * CELLS));
    }
    int eighths = (int) Math.round(clamped * CELLS * 8);
    String tail = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
    return "█".repeat(eighths / 8) + tail;
  }
}
