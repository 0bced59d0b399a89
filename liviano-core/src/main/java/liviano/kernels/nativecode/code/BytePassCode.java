package liviano.kernels.nativecode.code;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Elementwise;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * What is done with quantized numbers one by one, by the formulas of {@link
 * liviano.kernels.Quantizing}: eight at a time, and the last eight of a run, which may have been
 * among them.
 *
 * @param signed whether the bytes that are read are
 * @param secondSigned whether those of the second input are
 * @param signedOut whether the bytes that are stored are
 */
public record BytePassCode(Kind kind, boolean signed, boolean secondSigned, boolean signedOut)
    implements Code {
  /** What is done. */
  public enum Kind {
    /** Floats to bytes: divided by the factor, then moved by the zero point. */
    STORE,
    /** Bytes to floats: less the zero point, times the factor. */
    LOAD,
    /** Bytes to others: less the zero point, times the factor, then moved by another. */
    RESCALE,
    /** The sum of two, each less its zero point and times its factor. */
    ADD,
    /** The same in fixed point. */
    ADD_FIXED,
    /** The same of products with whole numbers, shifted. */
    ADD_SHIFTED
  }

  // Slots of the block
  public static final int FIRST = 0;
  public static final int SECOND = 1;
  public static final int TO = 2;

  /** Vectors of {@link #LANES}, before the last. */
  public static final int VECTORS = 3;

  /** Which number the last vector starts at. */
  public static final int LAST = 4;

  /**
   * Constants of {@link ByteEnd}; after them, eight times each, the zero point of the first input
   * as an int and its factor, and those of the second.
   */
  public static final int TABLE = 5;

  /** Slots in all. */
  public static final int SLOTS = 6;

  /** Numbers of a vector, the fewest of a run. */
  public static final int LANES = 8;

  private static final int VECTOR = LANES * Float.BYTES;

  /** Where an input's zero point lies, and its factor. */
  public static final int ZERO_POINT = ByteEnd.TABLE_BYTES;

  public static final int FACTOR = ZERO_POINT + VECTOR;

  /** From there to those of the second. */
  public static final int INPUT_BYTES = 2 * VECTOR;

  private static final FixedEnd FIXED = new FixedEnd(true, VECTOR);

  /** Where the constants of fixed point lie. */
  private static final int FIXED_AT = ZERO_POINT + 2 * INPUT_BYTES;

  /** Where the factors of both inputs and of the sum lie, each in two parts of four doubles. */
  private static final int FIXED_FACTORS = FIXED_AT + FIXED.tableBytes();

  /**
   * In their place, where factors are whole numbers: half of what is shifted out, and the shift.
   */
  private static final int HALF = FIXED_FACTORS;

  private static final int SHIFT = HALF + VECTOR;

  /** Bytes of the constants. */
  public static final int TABLE_BYTES = FIXED_FACTORS + 3 * 2 * VECTOR;

  /** The input of the third factor: the sum. */
  private static final int SUM = 2;

  private static final Gp CONSTANTS = R9;
  private static final Vec A = Vec.ymm(0);
  private static final Vec B = Vec.ymm(1);
  private static final Vec SPARE = Vec.ymm(5);

  /** Sets the constants of a sum in fixed point. */
  public static void setFixed(MemorySegment table, Elementwise.AddFixed sum) {
    FIXED.set(table, FIXED_AT, sum.least(), sum.greatest(), 0);
    double shifted = 1 << Elementwise.AddFixed.SHIFT;
    setFactor(table, 0, sum.first().before() * shifted, sum.first().after());
    setFactor(table, 1, sum.second().before() * shifted, sum.second().after());
    setFactor(table, SUM, sum.sum().before(), sum.sum().after());
  }

  private static void setFactor(MemorySegment table, int input, double before, double after) {
    for (int lane = 0; lane < VECTOR; lane += Double.BYTES) {
      table.set(JAVA_DOUBLE, before(input) + lane, before);
      table.set(JAVA_DOUBLE, before(input) + VECTOR + lane, after);
    }
  }

  /** Sets the constants of a sum of products with whole numbers. */
  public static void setShifted(MemorySegment table, Elementwise.AddShifted sum) {
    IntegerTable.set(table, FACTOR, sum.first());
    IntegerTable.set(table, FACTOR + INPUT_BYTES, sum.second());
    IntegerTable.set(table, HALF, 1 << sum.shift() - 1);
    IntegerTable.set(table, SHIFT, sum.shift());
  }

  private static int before(int input) {
    return FIXED_FACTORS + input * 2 * VECTOR;
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.mov(CONSTANTS, ArgumentBlock.slot(TABLE));
    pointers(s);
    s.mov(RCX, ArgumentBlock.slot(VECTORS));
    Label last = s.label();
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, last);
    Label next = s.here();
    vector(s);
    s.add(RSI, LANES * bytesIn());
    s.add(R8, LANES);
    s.add(RDX, LANES * bytesOut());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.place(last);
    pointers(s);
    s.mov(RAX, ArgumentBlock.slot(LAST));
    s.lea(RSI, Mem.at(RSI, RAX, bytesIn()));
    s.add(R8, RAX);
    s.lea(RDX, Mem.at(RDX, RAX, bytesOut()));
    vector(s);
    s.vzeroupper();
    s.ret();
    return s.toBytes();
  }

  private static void pointers(Assembler s) {
    s.mov(RSI, ArgumentBlock.slot(FIRST));
    s.mov(R8, ArgumentBlock.slot(SECOND));
    s.mov(RDX, ArgumentBlock.slot(TO));
  }

  private void vector(Assembler s) {
    Mem to = Mem.at(RDX);
    ByteEnd end = new ByteEnd(signedOut);
    switch (kind) {
      case STORE -> {
        s.load(A, Mem.at(RSI));
        s.divide(A, A, Mem.at(CONSTANTS, FACTOR));
        s.isNumber(B, A);
        s.and(A, A, B); // the integer of NaN is that of zero
        end.store(s, to, A, B, CONSTANTS);
      }
      case LOAD -> {
        scaled(s, A, Mem.at(RSI), signed, 0);
        s.store(to, A);
      }
      case RESCALE -> {
        scaled(s, A, Mem.at(RSI), signed, 0);
        end.store(s, to, A, B, CONSTANTS);
      }
      case ADD -> {
        scaled(s, A, Mem.at(RSI), signed, 0);
        scaled(s, B, Mem.at(R8), secondSigned, INPUT_BYTES);
        s.add(A, A, B);
        end.store(s, to, A, B, CONSTANTS);
      }
      case ADD_FIXED -> {
        lessZero(s, A, Mem.at(RSI), signed, 0);
        lessZero(s, B, Mem.at(R8), secondSigned, INPUT_BYTES);
        Vec low = Vec.ymm(2);
        sumInFixedPoint(s, low, A, B);
        s.integers().upperHalf(A, A);
        s.integers().upperHalf(B, B);
        Vec high = Vec.ymm(3);
        sumInFixedPoint(s, high, A, B);
        s.integers().joinHalves(A, low, high);
        end.pack(s, to, A, B, CONSTANTS);
      }
      case ADD_SHIFTED -> {
        sumShifted(s);
        end.store(s, to, A, B, CONSTANTS);
      }
    }
  }

  private void sumShifted(Assembler s) {
    lessZero(s, A, Mem.at(RSI), signed, 0);
    lessZero(s, B, Mem.at(R8), secondSigned, INPUT_BYTES);
    s.bytes().multiplyInts(A, A, Mem.at(CONSTANTS, FACTOR));
    s.bytes().multiplyInts(B, B, Mem.at(CONSTANTS, FACTOR + INPUT_BYTES));
    s.integers().addInts(A, A, B);
    s.integers().addInts(A, A, Mem.at(CONSTANTS, HALF));
    s.integers().shiftIntsRight(A, A, Mem.at(CONSTANTS, SHIFT));
    s.integers().intsToFloats(A, A); // of far fewer than 24 bits
  }

  /** Of four ints each, in the lower halves of registers, as ints in the lower half of another. */
  private static void sumInFixedPoint(Assembler s, Vec sum, Vec a, Vec b) {
    Vec other = Vec.ymm(4);
    s.integers().lowIntsToDoubles(sum, a);
    scale(s, sum, 0);
    s.integers().lowIntsToDoubles(other, b);
    scale(s, other, 1);
    s.doubles().add(sum, sum, other);
    Mem before = Mem.at(CONSTANTS, before(SUM));
    FIXED.rounded(s, sum, SPARE, before, before.plus(VECTOR), CONSTANTS, FIXED_AT);
  }

  private static void scale(Assembler s, Vec x, int input) {
    Mem before = Mem.at(CONSTANTS, before(input));
    FIXED.multiply(s, x, SPARE, before, before.plus(VECTOR), CONSTANTS, FIXED_AT);
  }

  private static void lessZero(Assembler s, Vec to, Mem from, boolean signed, int input) {
    s.integers().bytesToInts(to, from, signed);
    s.integers().subtractInts(to, to, Mem.at(CONSTANTS, ZERO_POINT + input));
  }

  /** Bytes less their zero point, times their factor. */
  private static void scaled(Assembler s, Vec to, Mem from, boolean signed, int input) {
    lessZero(s, to, from, signed, input);
    s.integers().intsToFloats(to, to);
    s.multiply(to, to, Mem.at(CONSTANTS, FACTOR + input));
  }

  private int bytesIn() {
    return kind == Kind.STORE ? Float.BYTES : 1;
  }

  private int bytesOut() {
    return kind == Kind.LOAD ? Float.BYTES : 1;
  }
}
