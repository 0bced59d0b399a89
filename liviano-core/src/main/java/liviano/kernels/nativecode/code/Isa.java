package liviano.kernels.nativecode.code;

import java.util.List;
import liviano.kernels.assembler.Vec;

/**
 * A kind of vector registers, and the tiles that fill them.
 *
 * @param title for people
 * @param bits of a register
 * @param registers how many there are
 * @param tileRows rows of a tile of two vectors whose sums fill the registers
 * @param cacheBytes bytes of second-level cache that all but old processors of this kind have
 * @param dots whether there are instructions for dot products of bytes: VNNI
 */
public record Isa(
    String title, int bits, int registers, int tileRows, int cacheBytes, boolean dots) {
  public static final Isa AVX512 = new Isa("AVX-512", 512, 32, 14, 1 << 20, false);
  public static final Isa AVX512_VNNI = AVX512.withDots("AVX-512 and VNNI");
  public static final Isa AVX2 = new Isa("AVX2 and FMA", 256, 16, 6, 1 << 19, false);
  public static final Isa AVX_VNNI = AVX2.withDots("AVX2, FMA and VNNI");

  private Isa withDots(String named) {
    return new Isa(named, bits, registers, tileRows, cacheBytes, true);
  }

  /** Floats in a register. */
  public int lanes() {
    return bits / Float.SIZE;
  }

  /** Bytes in a register. */
  public int bytes() {
    return bits / Byte.SIZE;
  }

  Vec vec(int code) {
    return new Vec(code, bits);
  }

  public boolean hasMasks() {
    return bits == 512;
  }

  /** All kinds, the widest first, of those one with dot products. */
  public static List<Isa> all() {
    return List.of(AVX512_VNNI, AVX512, AVX_VNNI, AVX2);
  }
}
