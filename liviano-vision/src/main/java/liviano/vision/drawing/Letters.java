package liviano.vision.drawing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The strokes of all letters, read from {@code letters.txt}, and their setting into a line.
 *
 * <p>Lengths are in units of the letters' grid: capitals are 10 high, y grows upwards from the
 * baseline.
 */
final class Letters {
  /** Height of the capitals. */
  static final double CAPITAL = 10;

  /** Height of the small letters without ascender. */
  static final double SMALL = 7;

  /** Width of the pen. */
  static final double PEN = 1.45;

  /** Between the strokes of two letters, from pen centre to pen centre. */
  static final double GAP = 2.7;

  private static final double SPACE = 1.6;
  private static final int BENDS = 6; // straight pieces a bend
  private static final int OTHER = 0xFFFD;
  private static final Map<Integer, Letter> ALL = read();

  private Letters() {}

  /** One run of the pen: x and y in turn, at least one point. */
  record Stroke(double[] points) {
    Stroke moved(double dx, double dy) {
      double[] moved = points.clone();
      for (int i = 0; i < moved.length; i += 2) {
        moved[i] += dx;
        moved[i + 1] += dy;
      }
      return new Stroke(moved);
    }
  }

  /**
   * A character's strokes.
   *
   * @param width of the strokes' centre lines; the pen reaches half its width beyond
   */
  record Letter(double width, List<Stroke> strokes) {}

  /** The strokes of one line of text, side by side from x = 0, and their width. */
  static Letter line(String text) {
    List<Stroke> strokes = new ArrayList<>();
    double x = 0;
    Letter previous = null;
    int[] characters = decomposed(text).codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      int character = characters[i];
      if (isMark(character)) {
        if (previous != null && ALL.containsKey(character)) {
          place(strokes, character, characters[i - 1], x - GAP - previous.width() / 2);
        }
      } else if (Character.getType(character) != Character.FORMAT) {
        boolean marked = i + 1 < characters.length && isAbove(characters[i + 1]);
        previous = letter(marked ? dotless(character) : character);
        for (Stroke stroke : previous.strokes()) {
          strokes.add(stroke.moved(x, 0));
        }
        x += previous.width() + GAP;
      }
    }
    return new Letter(Math.max(0, x - GAP), List.copyOf(strokes));
  }

  /** Whether the character has strokes of its own rather than the box for all others. */
  static boolean has(int character) {
    return ALL.containsKey(character);
  }

  private static void place(List<Stroke> strokes, int mark, int base, double centre) {
    double top = isAbove(mark) ? (isTall(base) ? CAPITAL : SMALL) : 0;
    for (Stroke stroke : ALL.get(mark).strokes()) {
      strokes.add(stroke.moved(centre, top));
    }
  }

  private static Letter letter(int character) {
    if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
      return new Letter(SPACE, List.of());
    }
    return isMark(character) ? ALL.get(OTHER) : ALL.getOrDefault(character, ALL.get(OTHER));
  }

  /** Letters parted from their marks; plain ASCII, the common case, loads no tables. */
  private static String decomposed(String text) {
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    return plain ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static boolean isMark(int character) {
    return Character.getType(character) == Character.NON_SPACING_MARK;
  }

  private static boolean isAbove(int character) {
    return character >= 0x300 && character <= 0x30C;
  }

  private static boolean isTall(int base) {
    return Character.isUpperCase(base) || "bdfhklt".indexOf(base) >= 0;
  }

  private static int dotless(int character) {
    return switch (character) {
      case 'i' -> 0x131;
      case 'j' -> 0x237;
      default -> character;
    };
  }

  private static Map<Integer, Letter> read() {
    Map<Integer, Letter> letters = new HashMap<>();
    try (InputStream stream = Letters.class.getResourceAsStream("letters.txt");
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("--")) {
          int blank = line.indexOf(' ', 1);
          letters.put(character(line.substring(0, blank)), parse(line.substring(blank)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the letters of drawing cannot be read", e);
    }
    return Map.copyOf(letters);
  }

  private static int character(String name) {
    return name.startsWith("U+") ? Integer.parseInt(name.substring(2), 16) : name.codePointAt(0);
  }

  private static Letter parse(String strokes) {
    List<Stroke> parsed = new ArrayList<>();
    double width = 0;
    for (String stroke : strokes.split("\\|")) {
      double[] points = flattened(stroke.strip().split(" "));
      parsed.add(new Stroke(points));
      for (int i = 0; i < points.length; i += 2) {
        width = Math.max(width, points[i]);
      }
    }
    return new Letter(width, List.copyOf(parsed));
  }

  /** Straight pieces for the points of a stroke: {@code a ~c b} bends from a to b towards c. */
  private static double[] flattened(String[] points) {
    List<double[]> line = new ArrayList<>();
    for (int i = 0; i < points.length; i++) {
      if (points[i].startsWith("~")) {
        double[] from = line.getLast();
        double[] bend = point(points[i].substring(1));
        double[] to = point(points[i + 1]);
        for (int k = 1; k < BENDS; k++) {
          line.add(between(from, bend, to, (double) k / BENDS));
        }
      } else {
        line.add(point(points[i]));
      }
    }
    return line.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] between(double[] from, double[] bend, double[] to, double t) {
    double s = 1 - t;
    return new double[] {
      s * s * from[0] + 2 * s * t * bend[0] + t * t * to[0],
      s * s * from[1] + 2 * s * t * bend[1] + t * t * to[1]
    };
  }

  private static double[] point(String text) {
    int comma = text.indexOf(',');
    return new double[] {
      Double.parseDouble(text.substring(0, comma)), Double.parseDouble(text.substring(comma + 1))
    };
  }
}
