package liviano.vision.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {
  private static final int CAPITAL = 12;

  /** Printable ASCII, and the letters of Latin-1 with those of French beyond it. */
  private static List<String> alphabet() {
    List<String> all = new ArrayList<>();
    IntStream.rangeClosed('!', '~').mapToObj(Character::toString).forEach(all::add);
    IntStream.rangeClosed(0xC0, 0xFF).mapToObj(Character::toString).forEach(all::add);
    all.addAll(List.of("Œ", "œ", "Ÿ", "¡", "¿", "«", "»", "°", "€", "£", "…", "–", "—"));
    return all;
  }

  private static byte[] drawn(String text) {
    Canvas canvas = Canvas.filled(300, 60, Colour.WHITE);
    canvas.write(Letters.line(text), 20, 35, CAPITAL, Colour.BLACK);
    return canvas.picture().samples().toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void allLettersLookDifferent() {
    Map<Integer, String> seen = new HashMap<>();
    for (String letter : alphabet()) {
      String same = seen.put(Arrays.hashCode(drawn(letter)), letter);
      assertThat(same).as("looks like %s", letter).isNull();
    }
    assertThat(seen).doesNotContainKey(Arrays.hashCode(drawn("\u4E2D")));
  }

  /** Far enough that a reader sees it: at least three pixels' worth of ink differ. */
  @ParameterizedTest
  @CsvSource({"I, l", "l, 1", "O, 0", "S, 5", "B, 8", "Z, 2", "c, e", "u, v", "é, è", "n, ñ"})
  void lettersThatAreEasilyConfusedAreFarApart(String one, String other) {
    byte[] a = drawn(one);
    byte[] b = drawn(other);
    long difference = 0;
    for (int i = 0; i < a.length; i += 3) {
      difference += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    assertThat(difference).isGreaterThan(3 * 255);
  }

  @Test
  void everyLetterStaysInItsCell() {
    for (String letter : alphabet()) {
      Letters.Letter line = Letters.line(letter);
      assertThat(line.strokes()).as(letter).isNotEmpty();
      assertThat(line.width()).as(letter).isBetween(0.0, 11.0);
      for (Letters.Stroke stroke : line.strokes()) {
        for (int i = 0; i < stroke.points().length; i += 2) {
          // Marks are wider than i: they may reach into the gap, never to the next letter.
          assertThat(stroke.points()[i])
              .as(letter)
              .isBetween(-Letters.GAP * 0.75, line.width() + Letters.GAP * 0.75);
          assertThat(stroke.points()[i + 1]).as(letter).isBetween(-3.5, 14.0);
        }
      }
    }
  }

  @Test
  void lettersOfALineDoNotTouch() {
    List<String> plain = alphabet().stream().filter(letter -> letter.charAt(0) < 0x80).toList();
    for (String letter : plain) {
      Letters.Letter alone = Letters.line(letter);
      Letters.Letter pair = Letters.line(letter + "H");
      double next = pair.strokes().get(alone.strokes().size()).points()[0];
      double gap =
          next - alone.strokes().stream().mapToDouble(s -> rightmost(s)).max().orElseThrow();
      assertThat(gap).as(letter).isGreaterThan(Letters.PEN + 0.5);
    }
  }

  private static double rightmost(Letters.Stroke stroke) {
    double[] points = stroke.points();
    return IntStream.range(0, points.length / 2)
        .mapToDouble(i -> points[2 * i])
        .max()
        .orElseThrow();
  }

  @Test
  void marksMayBeWrittenApartFromTheirLetter() {
    assertThat(drawn("e\u0301")).isEqualTo(drawn("\u00E9")).isNotEqualTo(drawn("e"));
  }

  @Test
  void markedIsHaveNoDot() {
    assertThat(Letters.line("í").strokes()).hasSize(2);
    assertThat(Letters.line("ï").strokes()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D\uDC36", "\u4E2D", "\u0000", "\uD83D", "\u05D0"})
  void otherCharactersAreBoxesOneEach(String text) {
    assertThat(drawn(text)).isEqualTo(drawn("\uFFFD"));
  }

  @Test
  void joinersAndVariantsTakeNoRoom() {
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\uFE0F";
    assertThat(Letters.line(family).width()).isEqualTo(Letters.line("\uFFFD\uFFFD").width());
  }

  @Test
  void blanksAreRoomAlone() {
    assertThat(Letters.line("").width()).isZero();
    assertThat(Letters.line("   ").strokes()).isEmpty();
    assertThat(Letters.line("a\tb").width())
        .isEqualTo(Letters.line("a\u00A0b").width())
        .isGreaterThan(Letters.line("ab").width() + Letters.GAP);
  }

  @Test
  void capitalsAreAsHighAsAsked() {
    Canvas canvas = Canvas.filled(40, 60, Colour.WHITE);
    canvas.write(Letters.line("I"), 10, 50, 40, Colour.BLACK);
    int top = 0;
    while (blank(canvas, top)) {
      top++;
    }
    assertThat(top).isCloseTo(50 - 40 - 3, within(1));
  }

  private static boolean blank(Canvas canvas, int y) {
    return IntStream.range(0, 40).allMatch(x -> canvas.picture().rgb(x, y) == 0xFFFFFF);
  }
}
