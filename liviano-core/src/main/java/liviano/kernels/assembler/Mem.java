package liviano.kernels.assembler;

import java.util.Optional;

/**
 * A place in memory: {@code base + index * scale + displacement}.
 *
 * @param scale 1, 2, 4 or 8
 */
public record Mem(Gp base, Optional<Gp> index, int scale, int displacement) {
  public Mem {
    if (Integer.bitCount(scale) != 1 || scale > 8 || scale < 1) {
      throw new IllegalArgumentException("the scale must be 1, 2, 4 or 8, is " + scale);
    }
    if (index.isPresent() && index.get() == Gp.RSP) {
      throw new IllegalArgumentException("rsp cannot be an index");
    }
  }

  public static Mem at(Gp base) {
    return at(base, 0);
  }

  public static Mem at(Gp base, int displacement) {
    return new Mem(base, Optional.empty(), 1, displacement);
  }

  public static Mem at(Gp base, Gp index, int scale) {
    return new Mem(base, Optional.of(index), scale, 0);
  }

  public static Mem at(Gp base, Gp index, int scale, int displacement) {
    return new Mem(base, Optional.of(index), scale, displacement);
  }

  /** The index's number; where there is none, that of {@code rsp}, which cannot be one. */
  int indexCode() {
    return (index.isPresent() ? index.get() : Gp.RSP).code();
  }

  /** The same place, this number of bytes further. */
  public Mem plus(int bytes) {
    return new Mem(base, index, scale, Math.addExact(displacement, bytes));
  }
}
