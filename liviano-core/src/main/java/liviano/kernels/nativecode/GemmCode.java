package liviano.kernels.nativecode;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R11;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
import static liviano.kernels.assembler.Gp.R15;
import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.R9;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBP;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * A matrix product by outer products: tiles of {@code rows} x {@code vectors} sums stay in
 * registers while the depth is walked. For each panel of weights, for each tile of rows:
 *
 * <pre>{@code
 * sums = bias
 * for each segment: for k < depth: sums += a[segment][row][k] * b[k]
 * c = clamp(sums + residual)
 * }</pre>
 *
 * <p>Rows of a segment lie {@link #STRIDE_A} bytes apart and may overlap, so that a convolution
 * over padded lines is a product too: each segment is a run of neighbouring numbers that a window
 * reads, and {@link #SEGMENTS} points to the addresses of the first row's.
 *
 * @param rows of a tile
 * @param vectors of a tile
 * @param masked whether the last vector is only partly there
 * @param residual whether a tensor of the output's layout is added
 */
record GemmCode(Isa isa, int rows, int vectors, boolean masked, boolean residual) implements Code {
  // Slots of the block
  static final int SEGMENTS = 0;
  static final int SEGMENT_COUNT = 1;
  static final int DEPTH_FOURS = 2;
  static final int DEPTH_REST = 3;
  static final int STRIDE_A = 4;
  static final int B = 5;
  static final int PANELS = 6;
  static final int PANEL_BYTES = 7;
  static final int C = 8;
  static final int STRIDE_C = 9;
  static final int BIAS = 10;
  static final int RESIDUAL = 11;
  static final int TILES = 12;
  static final int CLAMP = 13;
  static final int MASK = 14;
  static final int ADVANCE_A = 15;
  static final int ADVANCE_C = 16;

  /** Bytes from the first row of a segment to the first that is read. */
  static final int FIRST_ROW = 17;

  private static final int OFFSET_A = 18;
  private static final int NEXT_SEGMENT = 19;
  private static final int SEGMENTS_LEFT = 20;

  /** Slots in all. */
  static final int SLOTS = 21;

  /** Weights are asked for so many bytes before they are needed; most come from the last cache. */
  private static final int AHEAD = 2048;

  /** Steps of the depth written out in the loop. */
  private static final int UNROLL = 4;

  private static final List<Gp> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

  /** Row 3i of a tile; the two rows after it are reached through the stride as an index. */
  private static final List<Gp> ROW_POINTERS = List.of(RSI, R8, R9, R10, R11);

  private static final Mask TAIL = Mask.K1;

  /** Bytes of a row of a panel. */
  int width() {
    return vectors * isa.bytes();
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    SAVED.forEach(s::push);
    s.mov(RAX, Block.slot(STRIDE_A));
    s.mov(R12, Block.slot(STRIDE_C));
    s.mov(R14, Block.slot(PANELS));
    s.mov(R15, Block.slot(B));
    if (masked && isa.hasMasks()) {
      s.mov(RCX, Block.slot(MASK));
      s.kmov(TAIL, RCX);
    }
    Label panel = s.here();
    panel(s);
    s.add(R15, Block.slot(PANEL_BYTES));
    for (int slot : new int[] {BIAS, C, RESIDUAL}) {
      s.mov(RCX, Block.slot(slot));
      s.add(RCX, width());
      s.mov(Block.slot(slot), RCX);
    }
    s.sub(R14, 1);
    s.jump(Condition.NOT_ZERO, panel);
    s.vzeroupper();
    SAVED.reversed().forEach(s::pop);
    s.ret();
    return s.toBytes();
  }

  private void panel(Assembler s) {
    s.mov(R13, Block.slot(TILES));
    s.mov(RBX, Block.slot(C));
    s.mov(RBP, Block.slot(RESIDUAL));
    s.mov(RCX, Block.slot(FIRST_ROW));
    s.mov(Block.slot(OFFSET_A), RCX);
    Label tile = s.here();
    startSums(s);
    segments(s);
    finish(s);
    s.add(RBX, Block.slot(ADVANCE_C));
    s.add(RBP, Block.slot(ADVANCE_C));
    s.mov(RCX, Block.slot(OFFSET_A));
    s.add(RCX, Block.slot(ADVANCE_A));
    s.mov(Block.slot(OFFSET_A), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, tile);
  }

  private void startSums(Assembler s) {
    s.mov(RSI, Block.slot(BIAS));
    for (int v = 0; v < vectors; v++) {
      s.load(sum(0, v), Mem.at(RSI, v * isa.bytes()));
      for (int row = 1; row < rows; row++) {
        s.move(sum(row, v), sum(0, v));
      }
    }
  }

  private void segments(Assembler s) {
    s.mov(RDX, R15);
    s.mov(RCX, Block.slot(SEGMENTS));
    s.mov(Block.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, Block.slot(SEGMENT_COUNT));
    s.mov(Block.slot(SEGMENTS_LEFT), RCX);
    Label segment = s.here();
    s.mov(RSI, Block.slot(NEXT_SEGMENT));
    s.mov(RSI, Mem.at(RSI));
    s.add(RSI, Block.slot(OFFSET_A));
    for (int i = 1; i < pointers(); i++) {
      s.lea(ROW_POINTERS.get(i), Mem.at(ROW_POINTERS.get(i - 1), RAX, 2));
      s.add(ROW_POINTERS.get(i), RAX);
    }
    loop(s, DEPTH_FOURS, UNROLL);
    loop(s, DEPTH_REST, 1);
    s.mov(RCX, Block.slot(NEXT_SEGMENT));
    s.add(RCX, Long.BYTES);
    s.mov(Block.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, Block.slot(SEGMENTS_LEFT));
    s.sub(RCX, 1);
    s.mov(Block.slot(SEGMENTS_LEFT), RCX);
    s.jump(Condition.NOT_ZERO, segment);
  }

  /** As many times as a slot says: {@code steps} steps of the depth. */
  private void loop(Assembler s, int countSlot, int steps) {
    Label end = s.label();
    s.mov(RCX, Block.slot(countSlot));
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, end);
    Label start = s.here();
    for (int step = 0; step < steps; step++) {
      step(s, step);
    }
    for (int i = 0; i < pointers(); i++) {
      s.add(ROW_POINTERS.get(i), steps * Float.BYTES);
    }
    s.add(RDX, steps * width());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, start);
    s.place(end);
  }

  private void step(Assembler s, int step) {
    for (int v = 0; v < vectors; v++) {
      Mem place = Mem.at(RDX, step * width() + v * isa.bytes());
      s.load(weight(v), place);
      s.prefetch(place.plus(AHEAD));
    }
    for (int row = 0; row < rows; row++) {
      Mem a = element(row, step);
      if (isa.hasMasks()) {
        for (int v = 0; v < vectors; v++) {
          s.fmaBroadcast(sum(row, v), weight(v), a);
        }
      } else {
        s.broadcast(element(), a);
        for (int v = 0; v < vectors; v++) {
          s.fma(sum(row, v), weight(v), element());
        }
      }
    }
  }

  private static Mem element(int row, int step) {
    Gp base = ROW_POINTERS.get(row / 3);
    int displacement = step * Float.BYTES;
    return row % 3 == 0 ? Mem.at(base, displacement) : Mem.at(base, RAX, row % 3, displacement);
  }

  private void finish(Assembler s) {
    Vec least = weight(0);
    Vec greatest = weight(1);
    s.broadcast(least, Block.slot(CLAMP));
    s.broadcast(greatest, Block.slot(CLAMP).plus(Float.BYTES));
    if (masked && !isa.hasMasks()) {
      s.mov(RCX, Block.slot(MASK));
      s.load(element(), Mem.at(RCX));
    }
    s.mov(RSI, RBX);
    s.mov(R8, RBP);
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < vectors; v++) {
        boolean partly = masked && v == vectors - 1;
        Vec sum = sum(row, v);
        if (residual) {
          addResidual(s, sum, Mem.at(R8, v * isa.bytes()), partly);
        }
        s.greatest(sum, least, sum);
        s.least(sum, greatest, sum);
        store(s, Mem.at(RSI, v * isa.bytes()), sum, partly);
      }
      s.add(RSI, R12);
      s.add(R8, R12);
    }
  }

  private void addResidual(Assembler s, Vec sum, Mem residual, boolean partly) {
    if (!partly) {
      s.add(sum, sum, residual);
    } else if (isa.hasMasks()) {
      s.add(sum, sum, residual, TAIL);
    } else {
      s.load(spare(), residual, element());
      s.add(sum, sum, spare());
    }
  }

  private void store(Assembler s, Mem to, Vec sum, boolean partly) {
    if (!partly) {
      s.store(to, sum);
    } else if (isa.hasMasks()) {
      s.store(to, sum, TAIL);
    } else {
      s.store(to, sum, element());
    }
  }

  private int pointers() {
    return Math.ceilDiv(rows, 3);
  }

  private Vec sum(int row, int v) {
    return isa.vec(row * vectors + v);
  }

  /** At the end the two hold the range. */
  private Vec weight(int v) {
    return isa.vec(isa.registers() - 1 - v);
  }

  /** One number of the input in every lane; at the end the mask, where masks are vectors. */
  private Vec element() {
    return isa.vec(isa.registers() - 1 - Math.max(2, vectors));
  }

  private Vec spare() {
    return isa.vec(isa.registers() - 2 - Math.max(2, vectors));
  }
}
