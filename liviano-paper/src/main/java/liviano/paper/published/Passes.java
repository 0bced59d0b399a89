package liviano.paper.published;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How often a network looks at one picture.
 *
 * @param sides heights and widths of the inputs; none for once, at the recipe's resolution
 * @param flip whether each is looked at in the mirror too
 */
public record Passes(List<Integer> sides, boolean flip) {

  /** Once, at the recipe's resolution. */
  public static final Passes ONE = new Passes(List.of(), false);

  /**
   * Table 7's <em>MF</em>: six scales s of 513, each a multiple of the output stride plus one, that
   * is 512s + 1, and each mirrored.
   */
  public static final Passes MULTI_SCALE_AND_FLIP =
      new Passes(
          DoubleStream.of(0.5, 0.75, 1, 1.25, 1.5, 1.75)
              .mapToInt(scale -> (int) (512 * scale) + 1)
              .boxed()
              .toList(),
          true);

  public Passes {
    sides = List.copyOf(sides);
  }

  /** The sides, given the recipe's own. */
  public List<Integer> sides(int resolution) {
    return sides.isEmpty() ? List.of(resolution) : sides;
  }

  /** How often each of them is looked at. */
  public int times() {
    return flip ? 2 : 1;
  }
}
