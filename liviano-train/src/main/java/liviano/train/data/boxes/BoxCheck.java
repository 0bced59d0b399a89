package liviano.train.data.boxes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes boxes of a data set sound, and counts what was odd: those that reach beyond their picture
 * are cut, those of which nothing is left are left out, and tiny ones are kept.
 */
final class BoxCheck {
  /** Part of a picture's side below which a network of 300 pixels sees less than three of them. */
  private static final double TINY = 0.01;

  private enum Oddity {
    OUTSIDE("reach beyond their picture and were cut"),
    EMPTY("are empty and were left out"),
    TINY("are less than 1 % of their picture wide or high and will hardly be found"),
    UNLABELLED("have no file of boxes: they are taken to show none"); // of pictures

    private final String text;

    Oddity(String text) {
      this.text = text;
    }
  }

  private record Count(int number, String first) {}

  private final Map<Oddity, Count> counts = new EnumMap<>(Oddity.class);

  /**
   * A box from edges in parts of the picture.
   *
   * @param drawn of the data set; its edges in order, not necessarily within the picture
   * @param slack how far it may reach beyond without being odd: half a pixel or so
   * @param place of the box, for people
   * @return empty if nothing of it is in the picture
   */
  Optional<TrueBox> sound(Drawn drawn, double slack, String place) {
    double top = Math.clamp(drawn.ymin(), 0.0, 1.0);
    double left = Math.clamp(drawn.xmin(), 0.0, 1.0);
    double bottom = Math.clamp(drawn.ymax(), 0.0, 1.0);
    double right = Math.clamp(drawn.xmax(), 0.0, 1.0);
    double beyond =
        Math.max(
            Math.max(top - drawn.ymin(), left - drawn.xmin()),
            Math.max(drawn.ymax() - bottom, drawn.xmax() - right));
    if (top >= bottom || left >= right) {
      count(Oddity.EMPTY, place);
      return Optional.empty();
    }
    if (beyond > slack) {
      count(Oddity.OUTSIDE, place);
    }
    if (bottom - top < TINY || right - left < TINY) {
      count(Oddity.TINY, place);
    }
    return Optional.of(
        new TrueBox(drawn.category(), top, left, bottom, right, drawn.difficult(), drawn.crowd()));
  }

  /** A box as a data set has it. */
  record Drawn(
      int category,
      double ymin,
      double xmin,
      double ymax,
      double xmax,
      boolean difficult,
      boolean crowd) {}

  /** A picture without a file of boxes. */
  void unlabelled(String picture) {
    count(Oddity.UNLABELLED, picture);
  }

  private void count(Oddity oddity, String place) {
    counts.merge(oddity, new Count(1, place), (old, _) -> new Count(old.number + 1, old.first));
  }

  /** A line for each kind of oddity that was seen. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    counts.forEach(
        (oddity, count) ->
            notices.add(
                String.format(
                    Locale.ROOT,
                    "%d %s %s, first %s",
                    count.number,
                    oddity == Oddity.UNLABELLED ? "pictures" : "boxes",
                    oddity.text,
                    count.first)));
    return notices;
  }
}
