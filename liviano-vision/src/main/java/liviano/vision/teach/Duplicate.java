package liviano.vision.teach;

import liviano.vision.eval.Example;

/**
 * Two pictures that are the same or nearly.
 *
 * @param same byte by byte
 */
public record Duplicate(Example first, Example second, boolean same) {
  static Duplicate of(Seen a, Seen b) {
    return new Duplicate(a.example(), b.example(), a.digest().equals(b.digest()));
  }
}
