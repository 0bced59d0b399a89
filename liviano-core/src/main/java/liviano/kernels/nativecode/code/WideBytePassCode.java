package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;
import liviano.kernels.nativecode.code.BytePassCode.Kind;

/**
 * What {@link BytePassCode} does with bytes, in registers of 512 bits: sixteen at a time, the
 * constants in registers of their own. It has the slots and the constants of that code.
 *
 * @param kind one that {@link #canServe serves}
 * @param signed whether the bytes that are read are
 * @param secondSigned whether those of the second input are
 */
public record WideBytePassCode(Kind kind, boolean signed, boolean secondSigned) implements Code {
  /** Numbers of a vector, the fewest of a run. */
  public static final int LANES = 16;

  private static final Vec A = Vec.zmm(0);
  private static final Vec B = Vec.zmm(1);
  private static final Vec ZERO_POINT_A = Vec.zmm(2);
  private static final Vec FACTOR_A = Vec.zmm(3);
  private static final Vec ZERO_POINT_B = Vec.zmm(4);
  private static final Vec FACTOR_B = Vec.zmm(5);
  private static final Vec LEAST = Vec.zmm(6);
  private static final Vec GREATEST = Vec.zmm(7);
  private static final Vec ZERO_POINT = Vec.zmm(8);

  /** Whether it computes something of the kind. */
  public static boolean canServe(Kind kind) {
    return kind == Kind.RESCALE || kind == Kind.ADD;
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    constants(s, R9);
    s.mov(RSI, ArgumentBlock.slot(BytePassCode.FIRST));
    s.mov(R8, ArgumentBlock.slot(BytePassCode.SECOND));
    s.mov(RDX, ArgumentBlock.slot(BytePassCode.TO));
    s.mov(RCX, ArgumentBlock.slot(BytePassCode.VECTORS));
    s.mov(RAX, 0);
    Label last = s.label();
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, last);
    Label next = s.here();
    vector(s);
    s.add(RAX, LANES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(last);
    s.mov(RAX, ArgumentBlock.slot(BytePassCode.LAST));
    vector(s);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private static void constants(Assembler s, Gp table) {
    s.mov(table, ArgumentBlock.slot(BytePassCode.TABLE));
    s.broadcast(ZERO_POINT_A, Mem.at(table, BytePassCode.ZERO_POINT));
    s.broadcast(FACTOR_A, Mem.at(table, BytePassCode.FACTOR));
    s.broadcast(ZERO_POINT_B, Mem.at(table, BytePassCode.ZERO_POINT + BytePassCode.INPUT_BYTES));
    s.broadcast(FACTOR_B, Mem.at(table, BytePassCode.FACTOR + BytePassCode.INPUT_BYTES));
    s.broadcast(LEAST, Mem.at(table, ByteEnd.LEAST));
    s.broadcast(GREATEST, Mem.at(table, ByteEnd.GREATEST));
    s.broadcast(ZERO_POINT, Mem.at(table, ByteEnd.ZERO_POINT));
  }

  /** Those from number {@code rax} on. */
  private void vector(Assembler s) {
    scaled(s, A, Mem.at(RSI, RAX, 1), signed, ZERO_POINT_A, FACTOR_A);
    if (kind == Kind.ADD) {
      scaled(s, B, Mem.at(R8, RAX, 1), secondSigned, ZERO_POINT_B, FACTOR_B);
      s.add(A, A, B);
    }
    s.greatest(A, A, LEAST);
    s.least(A, A, GREATEST);
    s.integers().floatsToInts(A, A);
    // The zero point lies there twice, as shorts: the lowest byte of the sum is the number's.
    s.integers().addInts(A, A, ZERO_POINT);
    s.integers().storeLowBytes(Mem.at(RDX, RAX, 1), A);
  }

  /** Bytes less their zero point, times their factor. */
  private static void scaled(
      Assembler s, Vec to, Mem from, boolean signed, Vec zeroPoint, Vec factor) {
    s.integers().bytesToInts(to, from, signed);
    s.integers().subtractInts(to, to, zeroPoint);
    s.integers().intsToFloats(to, to);
    s.multiply(to, to, factor);
  }
}
