package liviano.kernels.assembler;

import java.util.Locale;

/**
 * A vector register.
 *
 * @param code its number: to 15, and to 31 where it is 512 bits wide
 * @param bits 256 (VEX, {@code ymm}) or 512 (EVEX, {@code zmm})
 */
public record Vec(int code, int bits) {
  public Vec {
    if (bits != 256 && bits != 512) {
      throw new IllegalArgumentException("a vector has 256 or 512 bits, not " + bits);
    }
    if (code < 0 || code >= (bits == 512 ? 32 : 16)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no register %d of %d bits", code, bits));
    }
  }

  public static Vec ymm(int code) {
    return new Vec(code, 256);
  }

  public static Vec zmm(int code) {
    return new Vec(code, 512);
  }

  /**
   * Itself.
   *
   * @throws IllegalArgumentException if it has 512 bits
   */
  Vec narrow() {
    if (isWide()) {
      throw new IllegalArgumentException("only vectors of 256 bits can do that");
    }
    return this;
  }

  /**
   * Itself.
   *
   * @throws IllegalArgumentException if it has 256 bits
   */
  Vec wide() {
    if (!isWide()) {
      throw new IllegalArgumentException("only vectors of 512 bits can do that");
    }
    return this;
  }

  boolean isWide() {
    return bits == 512;
  }
}
