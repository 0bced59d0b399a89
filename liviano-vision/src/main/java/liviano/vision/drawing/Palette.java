package liviano.vision.drawing;

/**
 * Colours for classes, the same class always in the same colour.
 *
 * <p>The first 24 were found greedily: each is the vivid colour farthest from those before it, by
 * the smallest of its OKLab distances as seen with full colour vision and with the three kinds of
 * colour blindness (protanopia, deuteranopia, tritanopia; matrices of Machado, Oliveira and
 * Fernandes, 2009). So everyone can tell the first eight apart. Later ids repeat them darker and
 * then lighter, and from 72 on they repeat.
 */
public final class Palette {
  private static final int[] COLOURS = {
    0xFF9900, 0x4455FF, 0x55CCFF, 0xCC2266, 0x99FFBB, 0x0099CC, 0xFFDD00, 0xEE6666,
    0xBB6600, 0x00BBAA, 0x995599, 0x22EEDD, 0xCC77FF, 0x88CC77, 0xBB00CC, 0xBB6699,
    0xBBDD77, 0xCC8800, 0xFF11CC, 0xEE3377, 0xFFBB00, 0xFF7799, 0xDDEE88, 0xEE99DD,
  };

  private Palette() {}

  /** The colour of a class; any id has one. */
  public static Colour of(int id) {
    Colour colour = Colour.ofRgb(COLOURS[Math.floorMod(id, COLOURS.length)]);
    return switch (Math.floorMod(Math.floorDiv(id, COLOURS.length), 3)) {
      case 0 -> colour;
      case 1 -> colour.mix(Colour.BLACK, 0.35);
      default -> colour.mix(Colour.WHITE, 0.4);
    };
  }
}
