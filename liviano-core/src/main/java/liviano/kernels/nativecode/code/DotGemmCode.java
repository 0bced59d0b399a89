package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
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
import java.util.stream.IntStream;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * A matrix product of bytes in ints, stored as bytes: the sums of a tile stay in registers while
 * the depth is walked, four steps of it with each instruction. For each panel of weights, for each
 * tile of rows:
 *
 * <pre>{@code
 * sums = start of each output
 * for each segment: for k < depth: sums += a[segment][row][k] * b[k]
 * c = end of sums
 * }</pre>
 *
 * <p>What the zero points of the input take from a sum is constant, and part of its start; where
 * weights have zero points too, the numbers of a row are summed besides. Rows of a segment lie
 * {@link #STRIDE_A} bytes apart and may overlap. A segment is read to a whole number of four bytes.
 *
 * @param tile the sums in registers
 * @param outputs of the last register of a panel that are stored, counted with those before it
 * @param rest steps of four of the depth of a segment beyond whole turns of {@link #UNROLL}
 * @param lastOfFour how many of the last four steps of a segment are steps, 1 to 4
 * @param flips whether bytes of the input have a sign, and are moved by 128 when they are read
 * @param end how sums become bytes
 */
public record DotGemmCode(
    DotTile tile, int outputs, int rest, int lastOfFour, boolean flips, DotEnd end)
    implements Code {
  // Slots of the block
  /** Address of the addresses of each segment's first row. */
  public static final int SEGMENTS = 0;

  public static final int SEGMENT_COUNT = 1;

  /** Turns of {@link #UNROLL} times four steps in the loop over the depth of a segment. */
  public static final int TURNS = 2;

  public static final int STRIDE_A = 3;

  /** For each panel, for each four steps of the depth: four bytes for each output. */
  public static final int B = 4;

  public static final int PANELS = 5;
  public static final int C = 6;
  public static final int STRIDE_C = 7;

  /** For each panel: what {@link DotTile#endBytes} counts. */
  public static final int ENDS = 8;

  /** Constants: {@link DotTable}. */
  public static final int TABLE = 9;

  public static final int TILES = 10;

  /** Bytes from the first row to that of the first tile. */
  public static final int START_A = 11;

  private static final int OFFSET_A = 12;
  private static final int NEXT_SEGMENT = 13;
  private static final int SEGMENTS_LEFT = 14;

  /** A bit for each output that is stored. */
  public static final int MASK = 15;

  /** Slots in all. */
  public static final int SLOTS = 16;

  /** Steps of the depth that one instruction takes. */
  public static final int FOUR = 4;

  /** Times four steps in a turn of the loop over the depth. */
  public static final int UNROLL = 4;

  private static final List<Gp> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

  /** Row 5i of a tile; the four rows after it are reached through the stride as an index. */
  private static final List<Gp> ROW_POINTERS = List.of(RSI, R8, R10);

  private static final int ROWS_A_POINTER = 5;
  private static final Gp THRICE = R9;

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE_A));
    s.lea(THRICE, Mem.at(RAX, RAX, 2));
    s.mov(R14, ArgumentBlock.slot(PANELS));
    s.mov(R15, ArgumentBlock.slot(B));
    s.mov(R12, ArgumentBlock.slot(ENDS));
    s.mov(RBP, ArgumentBlock.slot(TABLE));
    if (isMasked()) {
      s.mov(RCX, ArgumentBlock.slot(MASK));
      s.bytes().kmov(Mask.K1, RCX);
    }
    if (flips) {
      s.load(tile.flip(), table(DotTable.FLIP));
    }
    Label panel = s.here();
    panel(s);
    s.mov(R15, RDX);
    s.add(R12, tile.endBytes(end));
    s.mov(RCX, ArgumentBlock.slot(C));
    s.add(RCX, tile.outputs());
    s.mov(ArgumentBlock.slot(C), RCX);
    s.sub(R14, 1);
    s.jump(Condition.NOT_ZERO, panel);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private boolean isMasked() {
    return end.vector() == DotTable.WIDE && outputs < end.vector();
  }

  private Mem table(int constant) {
    return Mem.at(RBP, DotTable.at(end, constant));
  }

  private void panel(Assembler s) {
    s.mov(R13, ArgumentBlock.slot(TILES));
    s.mov(RBX, ArgumentBlock.slot(C));
    s.mov(RCX, ArgumentBlock.slot(START_A));
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
    Label next = s.here();
    startSums(s);
    s.mov(RDX, R15);
    segments(s);
    finish(s);
    s.mov(RCX, ArgumentBlock.slot(OFFSET_A));
    for (int row = 0; row < tile.rows(); row++) {
      s.add(RCX, RAX);
    }
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, next);
  }

  private void startSums(Assembler s) {
    for (int v = 0; v < tile.vectors(); v++) {
      s.load(tile.sum(0, v), Mem.at(R12, v * end.vector()));
      for (int row = 1; row < tile.rows(); row++) {
        s.move(tile.sum(row, v), tile.sum(0, v));
      }
    }
    if (tile.sumsRows()) {
      for (int row = 0; row < tile.rows(); row++) {
        s.zero(tile.rowSum(row));
      }
    }
  }

  private void segments(Assembler s) {
    s.mov(RCX, ArgumentBlock.slot(SEGMENTS));
    s.mov(ArgumentBlock.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, ArgumentBlock.slot(SEGMENT_COUNT));
    s.mov(ArgumentBlock.slot(SEGMENTS_LEFT), RCX);
    Label segment = s.here();
    s.mov(RSI, ArgumentBlock.slot(NEXT_SEGMENT));
    s.mov(RSI, Mem.at(RSI));
    segment(s);
    s.mov(RCX, ArgumentBlock.slot(NEXT_SEGMENT));
    s.add(RCX, Long.BYTES);
    s.mov(ArgumentBlock.slot(NEXT_SEGMENT), RCX);
    s.mov(RCX, ArgumentBlock.slot(SEGMENTS_LEFT));
    s.sub(RCX, 1);
    s.mov(ArgumentBlock.slot(SEGMENTS_LEFT), RCX);
    s.jump(Condition.NOT_ZERO, segment);
  }

  /** The last four steps, of which some may be none, are never in the loop. */
  private void segment(Assembler s) {
    s.add(RSI, ArgumentBlock.slot(OFFSET_A));
    for (int i = 1; i < pointers(); i++) {
      s.lea(ROW_POINTERS.get(i), Mem.at(ROW_POINTERS.get(i - 1), RAX, 4));
      s.add(ROW_POINTERS.get(i), RAX);
    }
    Label end = s.label();
    s.mov(RCX, ArgumentBlock.slot(TURNS));
    s.test(RCX, RCX); // a short segment has none
    s.jump(Condition.ZERO, end);
    Label turn = s.here();
    for (int i = 0; i < UNROLL; i++) {
      step(s, i, false);
    }
    for (int i = 0; i < pointers(); i++) {
      s.add(ROW_POINTERS.get(i), UNROLL * FOUR);
    }
    s.add(RDX, UNROLL * stepBytes());
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, turn);
    s.place(end);
    for (int i = 0; i < rest; i++) {
      step(s, i, i == rest - 1);
    }
    s.add(RDX, rest * stepBytes());
  }

  private int pointers() {
    return Math.ceilDiv(tile.rows(), ROWS_A_POINTER);
  }

  private int stepBytes() {
    return tile.vectors() * end.vector();
  }

  private void step(Assembler s, int step, boolean last) {
    for (int v = 0; v < tile.vectors(); v++) {
      s.load(tile.weight(v), Mem.at(RDX, step * stepBytes() + v * end.vector()));
    }
    for (int row = 0; row < tile.rows(); row++) {
      s.broadcast(tile.element(), element(row, step));
      if (flips) {
        s.bytes().xor(tile.element(), tile.element(), tile.flip());
      }
      for (int v = 0; v < tile.vectors(); v++) {
        s.bytes().dot(tile.sum(row, v), tile.element(), tile.weight(v));
      }
      if (tile.sumsRows()) {
        int ones = last && lastOfFour < FOUR ? DotTable.LAST_ONES : DotTable.ONES;
        s.bytes().dot(tile.rowSum(row), tile.element(), table(ones));
      }
    }
  }

  /** Four bytes of a row. */
  private static Mem element(int row, int step) {
    Gp base = ROW_POINTERS.get(row / ROWS_A_POINTER);
    int displacement = step * FOUR;
    return switch (row % ROWS_A_POINTER) {
      case 0 -> Mem.at(base, displacement);
      case 3 -> Mem.at(base, THRICE, 1, displacement);
      default -> Mem.at(base, RAX, row % ROWS_A_POINTER, displacement);
    };
  }

  private void finish(Assembler s) {
    for (int row = 0; row < tile.rows(); row++) {
      int current = row;
      List<Vec> sums =
          IntStream.range(0, tile.vectors()).mapToObj(v -> tile.sum(current, v)).toList();
      if (tile.sumsRows()) {
        correct(s, sums, tile.rowSum(row));
      }
      Mem factors = Mem.at(R12, tile.factorsAt());
      end.apply(s, sums, tile.spare(), factors, tile.outputs(), RBP);
      store(s, sums.getFirst());
      s.add(RBX, ArgumentBlock.slot(STRIDE_C));
    }
  }

  /** Takes from each sum its weights' zero point times the sum of the row. */
  private void correct(Assembler s, List<Vec> sums, Vec rowSum) {
    Vec product = tile.weight(0);
    for (int v = 0; v < sums.size(); v++) {
      s.bytes().multiplyInts(product, rowSum, Mem.at(R12, tile.zeroPointsAt() + v * end.vector()));
      s.integers().addInts(sums.get(v), sums.get(v), product);
    }
  }

  private void store(Assembler s, Vec bytes) {
    if (tile.vectors() < FOUR) {
      Vec order = tile.weight(0);
      s.load(order, table(DotTable.order(tile.vectors())));
      s.bytes().inOrder(bytes, order, bytes);
    }
    if (isMasked()) {
      s.bytes().store(Mem.at(RBX), bytes, Mask.K1);
    } else if (end.vector() == DotTable.WIDE) {
      s.store(Mem.at(RBX), bytes);
    } else {
      ByteEnd.storeFirst(s, Mem.at(RBX), bytes, outputs);
    }
  }
}
