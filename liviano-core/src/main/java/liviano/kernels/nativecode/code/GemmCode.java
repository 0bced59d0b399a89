package liviano.kernels.nativecode.code;

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

/**
 * A matrix product by outer products: tiles of {@code rows} x {@code panel.vectors} sums stay in
 * registers while the depth is walked. For each panel of weights, for each tile of rows:
 *
 * <pre>{@code
 * sums = bias
 * for each segment: for k < depth: sums += a[segment][row][k] * b[k]
 * c = clamp(sums + residual)
 * }</pre>
 *
 * <p>A step of the depth is a float, or a pair of numbers of 16 bits, of which each instruction
 * multiplies both: see {@link Numbers}.
 *
 * <p>Rows of a segment lie {@link #STRIDE_A} bytes apart and may overlap, so that a convolution
 * over padded lines is a product too: each segment is a run of neighbouring numbers that a window
 * reads, and {@link #SEGMENTS} points to the addresses of the first row's.
 *
 * <p>The rows after the last whole tile are computed by a whole tile that overlaps it, or by a
 * smaller tile. The code of the smaller tile is {@link #ofRest}, and serves any number of whole
 * tiles before it.
 *
 * @param rows of a tile
 * @param isRest whether this is one tile after those of other code
 * @param panel the outputs of a tile
 * @param residual whether a tensor of the output's layout is added
 * @param walk how the depth is walked
 */
public record GemmCode(
    int rows, boolean isRest, Panel panel, boolean residual, Walk walk, Numbers numbers)
    implements Code {
  // Slots of the block
  public static final int SEGMENTS = 0;
  public static final int SEGMENT_COUNT = 1;

  /** Turns of the loop over the depth. */
  public static final int TURNS = 2;

  public static final int STRIDE_A = 3;
  public static final int B = 4;
  public static final int PANELS = 5;
  public static final int PANEL_BYTES = 6;
  public static final int C = 7;
  public static final int STRIDE_C = 8;
  public static final int BIAS = 9;
  public static final int RESIDUAL = 10;
  public static final int TILES = 11;
  public static final int CLAMP = 12;
  public static final int MASK = 13;
  public static final int ADVANCE_A = 14;
  public static final int ADVANCE_C = 15;

  /** Address of what will be read after this. */
  public static final int NEXT = 16;

  /** 1 for one more tile after the others, over some of the last one's rows; else 0. */
  public static final int OVERLAPS = 17;

  /** What brings the pointers from the end of the others to that tile. */
  public static final int BACK_A = 18;

  public static final int BACK_C = 19;

  /** Address of the code of a smaller tile after the others; 0 for none. */
  public static final int REST = 20;

  private static final int OFFSET_A = 21;
  private static final int NEXT_SEGMENT = 22;
  private static final int SEGMENTS_LEFT = 23;
  private static final int OVERLAPS_LEFT = 24;

  /** Slots in all. */
  public static final int SLOTS = 25;

  /** Weights are prefetched this many bytes ahead; most come from the last-level cache. */
  private static final int AHEAD = 2048;

  private static final int LINE = 64;
  private static final List<Gp> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

  /** Row 3i of a tile; the two rows after it are reached through the stride as an index. */
  private static final List<Gp> ROW_POINTERS = List.of(RSI, R8, R9, R10, R11);

  /** Every other number of 16 bits: the first of each pair. */
  private static final Mask FIRST_OF_PAIR = Mask.K2;

  private static final int FIRST_OF_PAIR_BITS = 0x55555555;

  /** Tiles one after the other. */
  public static GemmCode of(int rows, Panel panel, boolean residual, Walk walk, Numbers numbers) {
    return new GemmCode(rows, false, panel, residual, walk, numbers);
  }

  /** A last tile with another number of rows, called from the code of {@code of}. */
  public static GemmCode ofRest(
      int rows, Panel panel, boolean residual, Walk walk, Numbers numbers) {
    return new GemmCode(rows, true, panel, residual, walk, numbers);
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    if (isRest) {
      tile(s);
      s.ret();
      return s.toBytes();
    }
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE_A));
    s.mov(R14, ArgumentBlock.slot(PANELS));
    s.mov(R15, ArgumentBlock.slot(B));
    s.mov(R12, ArgumentBlock.slot(NEXT));
    if (panel.edge() == Edge.MASKED && panel.isa().hasMasks()) {
      s.mov(RCX, ArgumentBlock.slot(MASK));
      s.kmov(TileEnd.TAIL, RCX);
    }
    if (numbers.odd()) {
      s.mov(RCX, FIRST_OF_PAIR_BITS);
      s.bf16().mask(FIRST_OF_PAIR, RCX);
    }
    Label next = s.here();
    panel(s);
    s.add(R15, ArgumentBlock.slot(PANEL_BYTES));
    addTo(s, BIAS, panel.width());
    addTo(s, C, panel.width() / Float.BYTES * numbers.bytesOut());
    addTo(s, RESIDUAL, panel.width() / Float.BYTES * numbers.bytesOut());
    s.sub(R14, 1);
    s.jump(Condition.NOT_ZERO, next);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private static void addTo(Assembler s, int slot, int bytes) {
    s.mov(RCX, ArgumentBlock.slot(slot));
    s.add(RCX, bytes);
    s.mov(ArgumentBlock.slot(slot), RCX);
  }

  private void panel(Assembler s) {
    s.mov(R13, ArgumentBlock.slot(TILES));
    s.mov(RBX, ArgumentBlock.slot(C));
    s.mov(RBP, ArgumentBlock.slot(RESIDUAL));
    if (walk instanceof Walk.Looped) {
      s.mov(R12, R15);
      s.add(R12, ArgumentBlock.slot(PANEL_BYTES));
    }
    s.mov(RCX, ArgumentBlock.slot(OVERLAPS));
    s.mov(ArgumentBlock.slot(OVERLAPS_LEFT), RCX);
    s.mov(RCX, 0);
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
    Label tile = s.here();
    tile(s);
    advance(s, ADVANCE_A, ADVANCE_C);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, tile);
    Label complete = s.label();
    s.mov(RCX, ArgumentBlock.slot(REST));
    s.test(RCX, RCX);
    s.jump(Condition.ZERO, complete);
    s.call(RCX);
    s.place(complete);
    advance(s, BACK_A, BACK_C);
    s.mov(RCX, ArgumentBlock.slot(OVERLAPS_LEFT));
    s.mov(ArgumentBlock.slot(OVERLAPS_LEFT), R13); // which is 0 by now
    s.mov(R13, 1);
    s.test(RCX, RCX);
    s.jump(Condition.NOT_ZERO, tile);
  }

  private static void advance(Assembler s, int slotA, int slotC) {
    s.add(RBX, ArgumentBlock.slot(slotC));
    s.add(RBP, ArgumentBlock.slot(slotC));
    s.mov(RCX, ArgumentBlock.slot(OFFSET_A));
    s.add(RCX, ArgumentBlock.slot(slotA));
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
  }

  private void tile(Assembler s) {
    startSums(s);
    s.mov(RDX, R15);
    switch (walk) {
      case Walk.WrittenOut w -> writtenOut(s, w);
      case Walk.Looped w when w.segmented() -> segments(s, w);
      case Walk.Looped w -> {
        s.mov(RSI, ArgumentBlock.slot(SEGMENTS));
        s.mov(RSI, Mem.at(RSI));
        segment(s, w);
      }
    }
    new TileEnd(panel, rows, residual, numbers.narrow()).emit(s);
  }

  private void startSums(Assembler s) {
    s.mov(RSI, ArgumentBlock.slot(BIAS));
    for (int v = 0; v < panel.vectors(); v++) {
      s.load(panel.sum(0, v), Mem.at(RSI, v * panel.isa().bytes()));
      for (int row = 1; row < rows; row++) {
        s.move(panel.sum(row, v), panel.sum(0, v));
      }
    }
  }

  private void writtenOut(Assembler s, Walk.WrittenOut walk) {
    s.mov(RCX, ArgumentBlock.slot(SEGMENTS));
    for (int segment = 0; segment < walk.segments(); segment++) {
      s.mov(RSI, Mem.at(RCX, segment * Long.BYTES));
      rowPointers(s);
      for (int k = 0; k < walk.depth(); k++) {
        step(s, k, segment * walk.depth() + k, k == walk.depth() - 1);
      }
    }
    stream(s, walk.streamed());
  }

  private void segments(Assembler s, Walk.Looped walk) {
    s.mov(RCX, ArgumentBlock.slot(SEGMENTS));
    s.mov(ArgumentBlock.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, ArgumentBlock.slot(SEGMENT_COUNT));
    s.mov(ArgumentBlock.slot(SEGMENTS_LEFT), RCX);
    Label segment = s.here();
    s.mov(RSI, ArgumentBlock.slot(NEXT_SEGMENT));
    s.mov(RSI, Mem.at(RSI));
    segment(s, walk);
    s.mov(RCX, ArgumentBlock.slot(NEXT_SEGMENT));
    s.add(RCX, Long.BYTES);
    s.mov(ArgumentBlock.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, ArgumentBlock.slot(SEGMENTS_LEFT));
    s.sub(RCX, 1);
    s.mov(ArgumentBlock.slot(SEGMENTS_LEFT), RCX);
    s.jump(Condition.NOT_ZERO, segment);
  }

  /**
   * From the address of the segment's first row in the first tile, the row pointers of this tile.
   */
  private void rowPointers(Assembler s) {
    s.add(RSI, ArgumentBlock.slot(OFFSET_A));
    for (int i = 1; i < pointers(); i++) {
      s.lea(ROW_POINTERS.get(i), Mem.at(ROW_POINTERS.get(i - 1), RAX, 2));
      s.add(ROW_POINTERS.get(i), RAX);
    }
  }

  private void segment(Assembler s, Walk.Looped walk) {
    rowPointers(s);
    Label end = s.label();
    s.mov(RCX, ArgumentBlock.slot(TURNS));
    if (walk.segmented()) { // a short one may have none
      s.test(RCX, RCX);
      s.jump(Condition.ZERO, end);
    }
    Label turn = s.here();
    for (int k = 0; k < Walk.UNROLL; k++) {
      stepAhead(s, k, false);
    }
    stream(s, walk.streamed());
    for (int i = 0; i < pointers(); i++) {
      s.add(ROW_POINTERS.get(i), Walk.UNROLL * Float.BYTES);
    }
    s.add(RDX, Walk.UNROLL * panel.width());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, turn);
    s.place(end);
    for (int k = 0; k < walk.rest(); k++) {
      stepAhead(s, k, k == walk.rest() - 1);
    }
    if (walk.segmented() && walk.rest() > 0) {
      s.add(RDX, walk.rest() * panel.width());
    }
  }

  private static void stream(Assembler s, int lines) {
    for (int line = 0; line < lines; line++) {
      s.prefetchFar(Mem.at(R12, line * LINE));
    }
    if (lines > 0) {
      s.add(R12, lines * LINE);
    }
  }

  private void stepAhead(Assembler s, int k, boolean last) {
    for (int v = 0; v < panel.vectors(); v++) {
      s.prefetch(weights(k, v).plus(AHEAD));
    }
    step(s, k, k, last);
  }

  /**
   * One step of the depth.
   *
   * @param k how far from the row pointers
   * @param b how far from the panel's pointer
   * @param last whether it is the last of a segment
   */
  private void step(Assembler s, int k, int b, boolean last) {
    for (int v = 0; v < panel.vectors(); v++) {
      s.load(panel.weight(v), weights(b, v));
    }
    if (numbers.odd() && last) {
      single(s, k);
      return;
    }
    if (panel.isa().hasMasks()) {
      // Vectors of one width first, then those of the other: mixing widths is slower.
      for (int v = 0; v < panel.vectors(); v++) {
        for (int row = 0; row < rows; row++) {
          if (numbers.paired()) {
            s.bf16().dotBroadcast(panel.sum(row, v), panel.weight(v), element(row, k));
          } else {
            s.fmaBroadcast(panel.sum(row, v), panel.weight(v), element(row, k));
          }
        }
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      s.broadcast(panel.element(), element(row, k));
      for (int v = 0; v < panel.vectors(); v++) {
        s.fma(panel.sum(row, v), panel.weight(v), panel.element());
      }
    }
  }

  /** One number instead of a pair: what lies behind it is not read, and nothing is added for it. */
  private void single(Assembler s, int k) {
    for (int row = 0; row < rows; row++) {
      s.bf16().broadcast(panel.element(), element(row, k), FIRST_OF_PAIR);
      for (int v = 0; v < panel.vectors(); v++) {
        s.bf16().dot(panel.sum(row, v), panel.weight(v), panel.element());
      }
    }
  }

  private Mem weights(int step, int v) {
    return Mem.at(RDX, step * panel.width() + v * panel.isa().bytes());
  }

  private static Mem element(int row, int step) {
    Gp base = ROW_POINTERS.get(row / 3);
    int displacement = step * Float.BYTES;
    return row % 3 == 0 ? Mem.at(base, displacement) : Mem.at(base, RAX, row % 3, displacement);
  }

  private int pointers() {
    return Math.ceilDiv(rows, 3);
  }
}
