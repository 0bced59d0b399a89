package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDI;

import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;

/**
 * The same product over and over, each time some bytes further on in the input and the output: the
 * lines of a convolution by one call from Java. {@link GemmCode} changes its block, so each time it
 * is given a copy.
 */
public record RepeatedProductCode() implements Code {
  // Slots of the block
  /** Address of {@link GemmCode}. */
  public static final int CODE = 0;

  /** How many times, at least once. */
  public static final int TIMES = 1;

  /** Address of the arguments for the first time, which are changed. */
  public static final int ARGUMENTS = 2;

  /** Address of those that the code is given. */
  public static final int COPY = 3;

  /** The number of slots that are copied: those of {@link GemmCode}, then a segment's each. */
  public static final int COPIED = 4;

  /** Bytes of the input from one time to the next. */
  public static final int STEP_IN = 5;

  /** Bytes of the output and the residual. */
  public static final int STEP_OUT = 6;

  /** Slots in all. */
  public static final int SLOTS = 7;

  /** An odd number, so that the stack is on a 16-byte boundary in the code that is called. */
  private static final List<Gp> SAVED = List.of(RBX, R12, R13);

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RBX, RDI);
    s.mov(R12, at(RBX, TIMES));
    s.mov(R13, at(RBX, ARGUMENTS));
    Label again = s.here();
    s.mov(R8, R13);
    s.mov(R9, at(RBX, COPY));
    s.mov(RDI, R9);
    s.mov(RCX, at(RBX, COPIED));
    Label copy = s.here();
    s.mov(RAX, Mem.at(R8));
    s.mov(Mem.at(R9), RAX);
    s.add(R8, Long.BYTES);
    s.add(R9, Long.BYTES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, copy);
    s.mov(RAX, at(RBX, CODE));
    s.call(RAX);
    s.mov(RAX, at(RBX, STEP_OUT));
    add(s, GemmCode.C);
    add(s, GemmCode.RESIDUAL);
    s.mov(RAX, at(RBX, STEP_IN));
    add(s, GemmCode.NEXT);
    s.mov(R8, R13);
    s.add(R8, GemmCode.SLOTS * Long.BYTES);
    s.mov(RCX, at(RBX, COPIED));
    s.sub(RCX, GemmCode.SLOTS);
    Label segment = s.here();
    s.mov(R9, Mem.at(R8));
    s.add(R9, RAX);
    s.mov(Mem.at(R8), R9);
    s.add(R8, Long.BYTES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, segment);
    s.sub(R12, 1);
    s.jump(Condition.NOT_ZERO, again);
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private static Mem at(Gp block, int slot) {
    return Mem.at(block, slot * Long.BYTES);
  }

  /** Adds {@code rax} to an argument. */
  private static void add(Assembler s, int slot) {
    s.mov(R9, at(R13, slot));
    s.add(R9, RAX);
    s.mov(at(R13, slot), R9);
  }
}
