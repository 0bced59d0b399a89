package liviano.formats.npy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.MalformedModelException;
import liviano.tensor.Extents;

/**
 * The dictionary at the head of a NumPy array file, as its author's notation has it: {@code
 * {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}. Of that notation only what such a
 * header needs is understood: quoted words, {@code True}, {@code False}, tuples of numbers.
 *
 * @param descr the number format
 * @param fortranOrder whether the first dimension is contiguous instead of the last
 * @param dims sizes, outermost first
 */
record NpyHeader(String descr, boolean fortranOrder, Extents dims) {

  /**
   * Reads a header.
   *
   * @param at byte of the file at which the text starts, for errors
   * @throws MalformedModelException naming the byte where the text is no such dictionary
   */
  static NpyHeader parse(byte[] text, long at) {
    return new Parser(new String(text, StandardCharsets.ISO_8859_1), at).header();
  }

  /** One pass over the text, never back: its time is the text's length. */
  private static final class Parser {
    private static final int MAX_WORD = 64;

    private final String text;
    private final long start;
    private int at;

    Parser(String text, long start) {
      this.text = text;
      this.start = start;
    }

    NpyHeader header() {
      Map<String, Object> values = new HashMap<>();
      expect('{');
      while (!accept('}')) {
        String key = word();
        expect(':');
        Object value =
            switch (key) {
              case "descr" -> word();
              case "fortran_order" -> truth();
              case "shape" -> tuple();
              default -> throw error("unknown key '" + key + "'");
            };
        if (values.put(key, value) != null) {
          throw error("the key '" + key + "' comes twice");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      skipSpace();
      if (at != text.length()) {
        throw error("text after the dictionary");
      }
      return of(values);
    }

    private NpyHeader of(Map<String, Object> values) {
      if (values.get("descr") instanceof String descr
          && values.get("fortran_order") instanceof Boolean fortranOrder
          && values.get("shape") instanceof Extents shape) {
        return new NpyHeader(descr, fortranOrder, shape);
      }
      throw error("one of 'descr', 'fortran_order', 'shape' is missing");
    }

    private String word() {
      skipSpace();
      char quote = at < text.length() ? text.charAt(at) : 0;
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      // Bounded, since error messages repeat it.
      if (end < 0 || end - at > MAX_WORD) {
        throw error("a quoted word is needed, of at most " + (MAX_WORD - 1) + " characters");
      }
      String word = text.substring(at + 1, end);
      at = end + 1;
      return word;
    }

    private boolean truth() {
      skipSpace();
      for (String name : List.of("True", "False")) {
        if (text.startsWith(name, at)) {
          at += name.length();
          return name.equals("True");
        }
      }
      throw error("True or False is needed");
    }

    /** {@code ()}, {@code (3,)}, {@code (3, 4)}; a comma may follow the last number. */
    private Extents tuple() {
      List<Long> numbers = new ArrayList<>();
      expect('(');
      boolean comma = true;
      while (!accept(')')) {
        if (!comma || numbers.size() == Extents.MAX_RANK) {
          throw error("a tuple of at most " + Extents.MAX_RANK + " numbers is needed");
        }
        numbers.add(number());
        comma = accept(',');
      }
      if (numbers.size() == 1 && !comma) {
        throw error("a tuple of one number ends in a comma");
      }
      return new Extents(numbers);
    }

    private long number() {
      skipSpace();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      // Nineteen digits may be more than a long holds, and are more than any array has.
      if (at == from || at - from > 18) {
        throw error("a number of 1 to 18 digits is needed");
      }
      return Long.parseLong(text, from, at, 10);
    }

    private void expect(char wanted) {
      if (!accept(wanted)) {
        throw error("'" + wanted + "' is needed");
      }
    }

    private boolean accept(char wanted) {
      skipSpace();
      boolean found = at < text.length() && text.charAt(at) == wanted;
      at += found ? 1 : 0;
      return found;
    }

    private void skipSpace() {
      while (at < text.length() && " \t\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private MalformedModelException error(String reason) {
      return new MalformedModelException("", start + at, "in the NumPy header: " + reason);
    }
  }
}
