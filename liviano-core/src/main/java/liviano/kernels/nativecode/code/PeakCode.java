package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.RCX;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Vec;

/**
 * Multiply-adds that never leave the registers, to see how many a core does at most: so many
 * independent sums that none waits for its own last addition.
 */
public record PeakCode(Kind kind) implements Code {
  // Slots of the block
  /** Turns of the loop, at least one. */
  public static final int TURNS = 0;

  /** Slots in all. */
  public static final int SLOTS = 1;

  /** What is multiplied. */
  public enum Kind {
    /** Pairs of bfloat16, in 512 bits. */
    BF16(512, 24, 2),
    /** Dot products of four bytes, in 512 bits. */
    BYTES(512, 24, 4),
    /** The same in 256 bits. */
    HALF_BYTES(256, 12, 4),
    /** Pairs of shorts, in 256 bits, whose products are added by an instruction of their own. */
    SHORTS(256, 12, 2);

    private final int bits;
    private final int sums;
    private final int products;

    Kind(int bits, int sums, int products) {
      this.bits = bits;
      this.sums = sums;
      this.products = products;
    }

    /** Multiply-adds of a turn. */
    public long multiplyAdds() {
      return (long) sums * products * bits / Float.SIZE;
    }

    private Vec vec(int code) {
      return new Vec(code, bits);
    }
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    Vec a = kind.vec(kind.sums);
    Vec b = kind.vec(kind.sums + 1);
    Vec product = kind.vec(kind.sums + 2);
    for (int i = 0; i < kind.sums + 2; i++) {
      s.zero(kind.vec(i));
    }
    s.mov(RCX, ArgumentBlock.slot(TURNS));
    Label turn = s.here();
    for (int i = 0; i < kind.sums; i++) {
      Vec sum = kind.vec(i);
      switch (kind) {
        case BF16 -> s.bf16().dot(sum, a, b);
        case BYTES, HALF_BYTES -> s.bytes().dot(sum, a, b);
        case SHORTS -> {
          s.integers().multiplyAddShorts(product, a, b);
          s.integers().addInts(sum, sum, product);
        }
      }
    }
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, turn);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }
}
