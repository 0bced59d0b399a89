package liviano.vision.drawing;

import java.util.Locale;
import java.util.Optional;

/** A strip under a heat map: what it shows, and what its colours mean. */
final class HeatScale {
  private static final Colour PAPER = new Colour(250, 250, 250);
  private static final Colour INK = new Colour(32, 32, 32);
  private static final double NARROWEST = 22; // page, in heights of its capitals
  private static final double BAR = 9; // length of the scale, likewise

  private HeatScale() {}

  /**
   * A page with the picture at its top.
   *
   * @param most the value of the brightest colour; 0 if there is nothing to show
   */
  static Canvas added(
      Canvas picture, int width, int height, Pens pens, String label, String detail, double most) {
    double capital = pens.capital();
    double row = Math.round(2.4 * capital);
    int page = (int) Math.max(width, Math.ceil(NARROWEST * capital));
    String number = String.format(Locale.ROOT, "%.1f", most);
    Letters.Letter zero = Letters.line("0");
    Letters.Letter top = Letters.line(number);
    double scale =
        Caption.width(zero, capital) + Caption.width(top, capital) + (BAR + 2.5) * capital;
    double words = page - scale - 2 * capital;
    Optional<Letters.Letter> beside = Caption.fit(label, detail, words, capital);
    boolean two = beside.isEmpty() || Caption.width(Letters.line(label), capital) > words;
    int bottom = (int) (height + (two ? 2 * row : row));
    Canvas canvas = Canvas.filled(page, bottom, PAPER);
    canvas.place(picture, 0, 0);
    double baseline = height + (row + capital) / 2;
    Optional<Letters.Letter> title =
        two ? Caption.fit(label, detail, page - 2 * capital, capital) : beside;
    title.ifPresent(text -> canvas.write(text, capital, baseline, capital, INK));
    double left = two ? capital : page - scale;
    double foot = two ? baseline + row : baseline;
    canvas.write(zero, left, foot, capital, INK);
    double from = Math.round(left + Caption.width(zero, capital) + 0.6 * capital);
    bar(canvas, from, foot, capital);
    canvas.write(top, from + (BAR + 0.6) * capital, foot, capital, INK);
    return canvas;
  }

  /** The colours from 0 to the most, each a slice of the bar. */
  private static void bar(Canvas canvas, double from, double foot, double capital) {
    int length = (int) Math.round(BAR * capital);
    int top = (int) Math.round(foot - 1.1 * capital);
    int height = (int) Math.round(1.2 * capital);
    for (int x = 0; x < length; x++) {
      Colour colour = HeatOverlay.onGrey((x + 0.5) / length);
      for (int y = 0; y < height; y++) {
        canvas.blend((int) from + x, top + y, colour, 1);
      }
    }
    for (int y = 0; y < height; y++) {
      canvas.blend((int) from + length / 2, top + y, Colour.WHITE, 1); // the line round the half
    }
  }
}
