package liviano.kernels.assembler;

import static liviano.kernels.assembler.VectorCode.NO_MASK;

import java.util.List;

/**
 * Writes x86-64 instructions, one per method; the destination comes first. Vectors of 256 bits need
 * AVX2 and FMA, those of 512 bits AVX-512F.
 */
public final class Assembler {
  private static final int UNUSED = 0;

  private static final VectorCode LOAD = VectorCode.of(1, 0, 0x10);
  private static final VectorCode STORE = VectorCode.of(1, 0, 0x11);
  private static final VectorCode MOVE = VectorCode.of(1, 0, 0x28);
  private static final VectorCode ADD = VectorCode.of(1, 0, 0x58);
  private static final VectorCode MULTIPLY = VectorCode.of(1, 0, 0x59);
  private static final VectorCode SUBTRACT = VectorCode.of(1, 0, 0x5C);
  private static final VectorCode LEAST = VectorCode.of(1, 0, 0x5D);
  private static final VectorCode DIVIDE = VectorCode.of(1, 0, 0x5E);
  private static final VectorCode GREATEST = VectorCode.of(1, 0, 0x5F);
  private static final VectorCode AND = VectorCode.of(1, 0, 0x54);
  private static final VectorCode COMPARE = VectorCode.of(1, 0, 0xC2);
  private static final VectorCode XOR = VectorCode.of(1, 1, 0xEF);
  private static final VectorCode BROADCAST = VectorCode.reading(2, 1, 0x18, Float.BYTES, false);
  private static final VectorCode FMA = VectorCode.of(2, 1, 0xB8);
  private static final VectorCode MASKED_LOAD = VectorCode.of(2, 1, 0x2C);
  private static final VectorCode MASKED_STORE = VectorCode.of(2, 1, 0x2E);

  private final CodeBuffer code = new CodeBuffer();
  private final IntegerInstructions integers = new IntegerInstructions(code);
  private final ByteInstructions bytes = new ByteInstructions(code);
  private final DoubleInstructions doubles = new DoubleInstructions(code);
  private final Bf16Instructions bf16 = new Bf16Instructions(code);
  private int unplaced;

  /** The code so far. */
  public byte[] toBytes() {
    if (unplaced > 0) {
      throw new IllegalStateException(unplaced + " jumps lead nowhere");
    }
    return code.toBytes();
  }

  /** Instructions on vectors of integers, written into the same code. */
  public IntegerInstructions integers() {
    return integers;
  }

  /** Instructions on vectors of bytes, written into the same code. */
  public ByteInstructions bytes() {
    return bytes;
  }

  /** Instructions on numbers of 64 bits, written into the same code. */
  public DoubleInstructions doubles() {
    return doubles;
  }

  /** Instructions on bfloat16, written into the same code. */
  public Bf16Instructions bf16() {
    return bf16;
  }

  // General-purpose registers

  public void mov(Gp to, Gp from) {
    rex(from.code(), 0, to.code());
    code.put(0x89);
    OperandEncoding.registers(code, from.code(), to.code());
  }

  /** Reads 64 bits. */
  public void mov(Gp to, Mem from) {
    memory(0x8B, to.code(), from);
  }

  /** Writes 64 bits. */
  public void mov(Mem to, Gp from) {
    memory(0x89, from.code(), to);
  }

  /** Reads 32 bits, and zeros above them. */
  public void mov32(Gp to, Mem from) {
    memory32(0x8B, to, from);
  }

  /** Writes the low 32 bits. */
  public void mov32(Mem to, Gp from) {
    memory32(0x89, from, to);
  }

  /** A number of 32 bits, extended by its sign. */
  public void mov(Gp to, int value) {
    rex(0, 0, to.code());
    code.put(0xC7);
    OperandEncoding.registers(code, 0, to.code());
    code.put32(value);
  }

  public void lea(Gp to, Mem place) {
    memory(0x8D, to.code(), place);
  }

  public void add(Gp to, Gp value) {
    registers(0x01, value, to);
  }

  public void add(Gp to, int value) {
    immediate(0, to, value);
  }

  public void add(Gp to, Mem value) {
    memory(0x03, to.code(), value);
  }

  public void sub(Gp to, int value) {
    immediate(5, to, value);
  }

  public void test(Gp a, Gp b) {
    registers(0x85, b, a);
  }

  public void push(Gp value) {
    stack(0x50, value);
  }

  public void pop(Gp to) {
    stack(0x58, to);
  }

  public void push(List<Gp> values) {
    for (Gp value : values) {
      push(value);
    }
  }

  /** Undoes {@link #push(List)}: the last comes first. */
  public void pop(List<Gp> to) {
    for (int i = to.size() - 1; i >= 0; i--) {
      pop(to.get(i));
    }
  }

  public void ret() {
    code.put(0xC3);
  }

  public void cpuid() {
    code.put(0x0F, 0xA2);
  }

  /** Reads the extended control register whose number is in {@code ecx} into {@code edx:eax}. */
  public void xgetbv() {
    code.put(0x0F, 0x01, 0xD0);
  }

  /** Prefetches the cache line at an address into the first-level cache. */
  public void prefetch(Mem place) {
    prefetch(1, place);
  }

  /** Prefetches the cache line at an address into the second-level cache. */
  public void prefetchFar(Mem place) {
    prefetch(2, place);
  }

  private void prefetch(int kind, Mem place) {
    if (place.base().code() > 7 || OperandEncoding.indexHigh(place) > 0) {
      code.put(0x40 | OperandEncoding.indexHigh(place) << 1 | place.base().code() >> 3);
    }
    code.put(0x0F, 0x18);
    OperandEncoding.memory(code, kind, place, 1);
  }

  // Jumps

  public Label label() {
    return new Label();
  }

  /** A label at this place. */
  public Label here() {
    Label label = label();
    place(label);
    return label;
  }

  public void place(Label label) {
    for (int jump : label.place(code.size())) {
      code.set32(jump, code.size() - jump - Integer.BYTES);
      unplaced--;
    }
  }

  public void jump(Condition when, Label to) {
    code.put(0x0F, 0x80 | when.code());
    distance(to);
  }

  public void call(Gp to) {
    if (to.code() > 7) {
      code.put(0x41);
    }
    code.put(0xFF);
    OperandEncoding.registers(code, 2, to.code());
  }

  // Vectors

  public void load(Vec to, Mem from) {
    LOAD.put(code, to, UNUSED, from, NO_MASK, false);
  }

  /** Lanes outside the mask keep their value. */
  public void load(Vec to, Mem from, Mask mask) {
    LOAD.put(code, wide(to), UNUSED, from, mask.code(), false);
  }

  /** Lanes whose highest bit is not set in {@code mask} become zero and are not read. */
  public void load(Vec to, Mem from, Vec mask) {
    MASKED_LOAD.put(code, to.narrow(), mask.code(), from, NO_MASK, false);
  }

  public void store(Mem to, Vec from) {
    STORE.put(code, from, UNUSED, to, NO_MASK, false);
  }

  public void store(Mem to, Vec from, Mask mask) {
    STORE.put(code, wide(from), UNUSED, to, mask.code(), false);
  }

  /** Lanes whose highest bit is not set in {@code mask} are not written. */
  public void store(Mem to, Vec from, Vec mask) {
    MASKED_STORE.put(code, from.narrow(), mask.code(), to, NO_MASK, false);
  }

  public void move(Vec to, Vec from) {
    MOVE.put(code, to, UNUSED, from);
  }

  public void zero(Vec to) {
    XOR.put(code, to, to.code(), to);
  }

  /** One float in every lane. */
  public void broadcast(Vec to, Mem from) {
    BROADCAST.put(code, to, UNUSED, from, NO_MASK, false);
  }

  public void add(Vec to, Vec a, Vec b) {
    ADD.put(code, to, a.code(), b);
  }

  public void add(Vec to, Vec a, Mem b) {
    ADD.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** Lanes outside the mask keep their value. */
  public void add(Vec to, Vec a, Mem b, Mask mask) {
    ADD.put(code, wide(to), a.code(), b, mask.code(), false);
  }

  public void multiply(Vec to, Vec a, Vec b) {
    MULTIPLY.put(code, to, a.code(), b);
  }

  public void multiply(Vec to, Vec a, Mem b) {
    MULTIPLY.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void subtract(Vec to, Vec a, Vec b) {
    SUBTRACT.put(code, to, a.code(), b);
  }

  public void subtract(Vec to, Vec a, Mem b) {
    SUBTRACT.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void divide(Vec to, Vec a, Vec b) {
    DIVIDE.put(code, to, a.code(), b);
  }

  public void divide(Vec to, Vec a, Mem b) {
    DIVIDE.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** {@code a > b ? a : b}, and so {@code b} where one is NaN or both are zeros. */
  public void greatest(Vec to, Vec a, Vec b) {
    GREATEST.put(code, to, a.code(), b);
  }

  public void greatest(Vec to, Vec a, Mem b) {
    GREATEST.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** {@code a < b ? a : b}, and so {@code b} where one is NaN or both are zeros. */
  public void least(Vec to, Vec a, Vec b) {
    LEAST.put(code, to, a.code(), b);
  }

  public void least(Vec to, Vec a, Mem b) {
    LEAST.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** Bit by bit; vectors of 256 bits. */
  public void and(Vec to, Vec a, Vec b) {
    AND.put(code, to.narrow(), a.code(), b);
  }

  /** All bits where a number is not NaN, no bit where it is; vectors of 256 bits. */
  public void isNumber(Vec to, Vec number) {
    COMPARE.put(code, to.narrow(), number.code(), number);
    code.put(7);
  }

  /** {@code sum += a * b}, rounded once. */
  public void fma(Vec sum, Vec a, Vec b) {
    FMA.put(code, sum, a.code(), b);
  }

  /** {@code sum += a * b}, where {@code b} is one float, copied to every lane: AVX-512VL. */
  public void fmaBroadcast(Vec sum, Vec a, Mem b) {
    FMA.put(code, sum, a.code(), b, NO_MASK, true);
  }

  /** The low 16 bits of a register as a mask. */
  public void kmov(Mask to, Gp from) {
    code.put(0xC4, 0x80 | 0x40 | (from.code() >> 3 ^ 1) << 5 | 1, 0x78, 0x92);
    OperandEncoding.registers(code, to.code(), from.code());
  }

  /** Avoids the transition penalty for following code that does not use AVX. */
  public void vzeroupper() {
    code.put(0xC5, 0xF8, 0x77);
  }

  private static Vec wide(Vec vector) {
    if (!vector.isWide()) {
      throw new IllegalArgumentException("only vectors of 512 bits can do that");
    }
    return vector;
  }

  private void rex(int reg, int indexHigh, int rm) {
    code.put(0x48 | reg >> 3 << 2 | indexHigh << 1 | rm >> 3);
  }

  private void registers(int opcode, Gp reg, Gp rm) {
    rex(reg.code(), 0, rm.code());
    code.put(opcode);
    OperandEncoding.registers(code, reg.code(), rm.code());
  }

  private void memory(int opcode, int reg, Mem mem) {
    rex(reg, OperandEncoding.indexHigh(mem), mem.base().code());
    code.put(opcode);
    OperandEncoding.memory(code, reg, mem, 1);
  }

  private void memory32(int opcode, Gp reg, Mem mem) {
    int high = reg.code() >> 3 << 2 | OperandEncoding.indexHigh(mem) << 1 | mem.base().code() >> 3;
    if (high != 0) {
      code.put(0x40 | high);
    }
    code.put(opcode);
    OperandEncoding.memory(code, reg.code(), mem, 1);
  }

  private void immediate(int operation, Gp to, int value) {
    boolean isByte = value == (byte) value;
    rex(0, 0, to.code());
    code.put(isByte ? 0x83 : 0x81);
    OperandEncoding.registers(code, operation, to.code());
    if (isByte) {
      code.put(value);
    } else {
      code.put32(value);
    }
  }

  private void stack(int opcode, Gp register) {
    if (register.code() > 7) {
      code.put(0x41);
    }
    code.put(opcode | register.code() & 7);
  }

  private void distance(Label to) {
    if (to.isPlaced()) {
      code.put32(to.at() - code.size() - Integer.BYTES);
    } else {
      to.wait(code.size());
      unplaced++;
      code.put32(0);
    }
  }
}
