package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * The average of all positions of a map of bytes, eight channels at a time: {@code
 * clamp(rint((float) (sum - zeros) * factor)) + zeroPoint}, the sum in ints.
 *
 * @param signed whether the bytes that are read are
 * @param signedOut whether the bytes that are stored are
 */
public record ByteAverageCode(boolean signed, boolean signedOut) implements Code {
  // Slots of the block
  /** Address of the first position's first channel. */
  public static final int IN = 0;

  public static final int POSITIONS = 1;

  /** Bytes from a position to the next. */
  public static final int STRIDE = 2;

  public static final int OUT = 3;

  /** How many times eight channels. */
  public static final int VECTORS = 4;

  /**
   * Constants of {@link ByteEnd}; after them, eight times each, what the zero point adds to a sum,
   * as an int, and the factor.
   */
  public static final int TABLE = 5;

  /** Slots in all. */
  public static final int SLOTS = 6;

  /** Channels at a time, the fewest of a map. */
  public static final int LANES = 8;

  private static final int VECTOR = LANES * Float.BYTES;

  /** Where what the zero point adds lies, and the factor. */
  public static final int ZEROS = ByteEnd.TABLE_BYTES;

  public static final int FACTOR = ZEROS + VECTOR;

  /** Bytes of the constants. */
  public static final int TABLE_BYTES = FACTOR + VECTOR;

  private static final Vec SUM = Vec.ymm(0);
  private static final Vec POSITION = Vec.ymm(1);

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(R8, ArgumentBlock.slot(IN));
    s.mov(RDX, ArgumentBlock.slot(OUT));
    s.mov(RAX, ArgumentBlock.slot(VECTORS));
    s.mov(R9, ArgumentBlock.slot(TABLE));
    Label vector = s.here();
    s.mov(RSI, R8);
    s.mov(RCX, ArgumentBlock.slot(POSITIONS));
    s.zero(SUM);
    Label position = s.here();
    s.integers().bytesToInts(POSITION, Mem.at(RSI), signed);
    s.integers().addInts(SUM, SUM, POSITION);
    s.add(RSI, ArgumentBlock.slot(STRIDE));
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, position);
    s.integers().subtractInts(SUM, SUM, Mem.at(R9, ZEROS));
    s.integers().intsToFloats(SUM, SUM);
    s.multiply(SUM, SUM, Mem.at(R9, FACTOR));
    new ByteEnd(signedOut).store(s, Mem.at(RDX), SUM, POSITION, R9);
    s.add(R8, LANES);
    s.add(RDX, LANES);
    s.sub(RAX, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }
}
