package liviano.vision.drawing;

import java.util.Optional;

/** Fits words into the room there is. */
final class Caption {
  private static final int LONGEST = 300; // letters that any plate could hold
  private static final int FEWEST = 3; // letters of a shortened label that still say something

  private Caption() {}

  /**
   * A label and what follows it, if need be without that, or with the label shortened.
   *
   * @param detail never shortened; may be empty
   * @param room width in pixels
   * @param capital height of the capitals in pixels
   * @return empty where nothing that can be understood fits
   */
  static Optional<Letters.Letter> fit(String label, String detail, double room, double capital) {
    int[] letters = label.strip().codePoints().limit(LONGEST).toArray();
    boolean whole = label.strip().codePoints().skip(LONGEST).findAny().isEmpty();
    if (whole) {
      String name = new String(letters, 0, letters.length);
      for (String text : new String[] {(name + " " + detail).strip(), name}) {
        Letters.Letter line = Letters.line(text);
        if (!line.strokes().isEmpty() && width(line, capital) <= room) {
          return Optional.of(line);
        }
      }
    }
    return shortened(letters, " " + detail, room, capital)
        .or(() -> shortened(letters, "", room, capital));
  }

  /** Width of a line in pixels. */
  static double width(Letters.Letter line, double capital) {
    return line.width() * capital / Letters.CAPITAL;
  }

  private static Optional<Letters.Letter> shortened(
      int[] letters, String detail, double room, double capital) {
    Optional<Letters.Letter> best = Optional.empty();
    int low = FEWEST;
    int high = letters.length - 1;
    while (low <= high) {
      int kept = (low + high) >>> 1;
      String start = new String(letters, 0, kept).stripTrailing();
      Letters.Letter line = Letters.line((start + "…" + detail).stripTrailing());
      if (width(line, capital) <= room) {
        best = Optional.of(line);
        low = kept + 1;
      } else {
        high = kept - 1;
      }
    }
    return best;
  }
}
