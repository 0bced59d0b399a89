package liviano.vision.picture.codec;

import java.util.Locale;

/** Where the three colours stand in the bits of a BMP's pixel. */
record BmpMasks(Mask red, Mask green, Mask blue) {
  static final BmpMasks OF_16_BITS = of(0x7C00, 0x03E0, 0x001F);
  static final BmpMasks OF_32_BITS = of(0xFF0000, 0x00FF00, 0x0000FF);

  /**
   * The bits of one colour, side by side.
   *
   * @param most the colour's largest value; 0 where it has no bits and is always 0
   */
  record Mask(long bits, int shift, long most) {
    static Mask of(long bits) {
      int shift = bits == 0 ? 0 : Long.numberOfTrailingZeros(bits);
      return new Mask(bits, shift, bits >> shift);
    }

    boolean isContiguous() {
      return (most & most + 1) == 0;
    }

    /** The colour scaled to 0 to 255, to the nearest. */
    byte sample(long pixel) {
      long value = (pixel & bits) >> shift;
      return (byte) (most == 255 || most == 0 ? value : (510 * value + most) / (2 * most));
    }
  }

  private static BmpMasks of(long red, long green, long blue) {
    return new BmpMasks(Mask.of(red), Mask.of(green), Mask.of(blue));
  }

  /** The three masks at byte {@code at}. */
  static BmpMasks read(Bytes bytes, int at) throws DecodeException {
    BmpMasks masks = of(bytes.u32le(at), bytes.u32le(at + 4), bytes.u32le(at + 8));
    if (!masks.red.isContiguous() || !masks.green.isContiguous() || !masks.blue.isContiguous()) {
      throw BmpFile.damaged(String.format(Locale.ROOT, "bit fields with gaps at byte %d", at));
    }
    return masks;
  }
}
