package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R11;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RSI;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * One vector of channels of a line of a 3x3 depthwise convolution over three lines. Each position
 * is read once and added to the sums of all outputs that see it.
 *
 * <p>Uses {@code rsi}, {@code r8} and {@code r9} for the lines, {@code rax} for the bytes from a
 * column of the input to the next, {@code rbx} for the output, {@code r12} for the bytes from a
 * column of it to the next, and {@code rcx}.
 *
 * @param stride 1 or 2 columns
 * @param fromLine the first of the three lines that is on the map
 * @param toLine the line after the last that is on the map
 * @param left whether the first window's first column lies outside the map
 * @param right whether the last window's last column lies outside the map
 */
public record DepthwiseSweep(int stride, int fromLine, int toLine, boolean left, boolean right) {
  static final int KERNEL = 3;
  private static final List<Gp> LINE_POINTERS = List.of(RSI, R8, R9);

  /** The numbers that are swept. */
  interface Lanes {
    /** Sets a sum, of three, to the bias. */
    void startSum(Assembler s, int index);

    /** Copies a sum to another. */
    void moveSum(Assembler s, int to, int from);

    /**
     * Adds a column to the sums that see it.
     *
     * @param lines the places in the lines; none of a line that is not on the map
     * @param taps for sum 0, 1, ...: the column of the window in which each sees it
     */
    void column(Assembler s, List<Optional<Mem>> lines, int[] taps);

    /** Ends sum 0, which may be lost, and stores it. */
    void store(Assembler s, Mem place);
  }

  /** Floats in one register, a line after the other. */
  interface Floats extends Lanes {
    Vec weight(int tap);

    /** Of three. */
    Vec sum(int index);

    Vec input();

    /** Reads a position into {@link #input}, as floats. */
    void load(Assembler s, Mem place);

    @Override
    default void moveSum(Assembler s, int to, int from) {
      s.move(sum(to), sum(from));
    }

    @Override
    default void column(Assembler s, List<Optional<Mem>> lines, int[] taps) {
      for (int line = 0; line < KERNEL; line++) {
        if (lines.get(line).isPresent()) {
          load(s, lines.get(line).get());
          for (int i = 0; i < taps.length; i++) {
            s.fma(sum(i), weight(line * KERNEL + taps[i]), input());
          }
        }
      }
    }
  }

  /**
   * Sweeps the line.
   *
   * @param lines a slot with the address of the lines' addresses
   * @param offset a slot with the bytes from there to the vector, in the input and the output
   */
  void sweep(Assembler s, Lanes lanes, int lines, int offset, int out, int outWidth) {
    s.mov(R11, ArgumentBlock.slot(lines));
    for (int i = fromLine; i < toLine; i++) {
      s.mov(LINE_POINTERS.get(i), Mem.at(R11, i * Long.BYTES));
      s.add(LINE_POINTERS.get(i), ArgumentBlock.slot(offset));
    }
    s.mov(RBX, ArgumentBlock.slot(out));
    s.add(RBX, ArgumentBlock.slot(offset));
    s.mov(RCX, ArgumentBlock.slot(outWidth));
    if (stride == 1) {
      each(s, lanes);
    } else {
      everyOther(s, lanes);
    }
  }

  /** Sum 0 has seen two columns when the loop starts, sum 1 one. */
  private void each(Assembler s, Lanes lanes) {
    lanes.startSum(s, 0);
    if (left) {
      outside(s, lanes, 0);
    } else {
      column(s, lanes, new int[] {0});
    }
    lanes.startSum(s, 1);
    column(s, lanes, new int[] {1, 0});
    Label end = whereTheLastIsLeft(s);
    Label output = s.here();
    lanes.startSum(s, 2);
    column(s, lanes, new int[] {2, 1, 0});
    store(s, lanes);
    lanes.moveSum(s, 0, 1);
    lanes.moveSum(s, 1, 2);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, output);
    if (right) {
      s.place(end);
      outside(s, lanes, 2);
      store(s, lanes);
    }
  }

  /** Sum 0 has seen one column when the loop starts. */
  private void everyOther(Assembler s, Lanes lanes) {
    lanes.startSum(s, 0);
    if (left) {
      outside(s, lanes, 0);
    } else {
      column(s, lanes, new int[] {0});
    }
    Label end = whereTheLastIsLeft(s);
    Label output = s.here();
    column(s, lanes, new int[] {1});
    lanes.startSum(s, 1);
    column(s, lanes, new int[] {2, 0});
    store(s, lanes);
    lanes.moveSum(s, 0, 1);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, output);
    if (right) {
      s.place(end);
      column(s, lanes, new int[] {1});
      outside(s, lanes, 2);
      store(s, lanes);
    }
  }

  /**
   * If the last window reaches beyond the map, the loop does not compute its output; there may be
   * no other output.
   */
  private Label whereTheLastIsLeft(Assembler s) {
    Label end = s.label();
    if (right) {
      s.sub(RCX, 1);
      s.jump(Condition.ZERO, end);
    }
    return end;
  }

  /**
   * Adds a column to the sums that see it, and steps to the next.
   *
   * @param taps for sum 0, 1, ...: the column of the window in which each sees it
   */
  private void column(Assembler s, Lanes lanes, int[] taps) {
    List<Optional<Mem>> lines = new ArrayList<>();
    for (int line = 0; line < KERNEL; line++) {
      boolean there = line >= fromLine && line < toLine;
      lines.add(there ? Optional.of(Mem.at(LINE_POINTERS.get(line))) : Optional.empty());
    }
    lanes.column(s, lines, taps);
    for (int line = fromLine; line < toLine; line++) {
      s.add(LINE_POINTERS.get(line), RAX);
    }
  }

  /** Adds to sum 0 a column outside the map. */
  private static void outside(Assembler s, Lanes lanes, int tap) {
    lanes.column(s, Collections.nCopies(KERNEL, Optional.empty()), new int[] {tap});
  }

  private static void store(Assembler s, Lanes lanes) {
    lanes.store(s, Mem.at(RBX));
    s.add(RBX, R12);
  }
}
