package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
import static liviano.kernels.assembler.Gp.R15;
import static liviano.kernels.assembler.Gp.R8;
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
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * A matrix product of shorts in ints, stored as bytes: tiles of {@code rows} x {@link #WIDTH} sums
 * stay in registers while the depth is walked, two steps of it with each multiplication. For each
 * panel of weights, for each tile of rows:
 *
 * <pre>{@code
 * sums = bias
 * for each segment: for k < depth: sums += a[segment][row][k] * b[k]
 * c = clamp(rint((float) sums * scale) + zeroPoint)
 * }</pre>
 *
 * <p>Nothing saturates before the end: sums wrap around, as those of {@link
 * liviano.kernels.Requantize} do. Rows of a segment lie {@link #STRIDE_A} bytes apart and may
 * overlap, so that a convolution over padded lines is a product too.
 *
 * @param rows of a tile, 1 to {@link #MOST_ROWS}
 * @param rest pairs of the depth of a segment beyond whole turns of {@link #UNROLL}
 * @param outputs of a panel, 1 to {@link #WIDTH}
 * @param end how sums become bytes
 */
public record IntegerGemmCode(int rows, int rest, int outputs, SumEnd end) implements Code {
  // Slots of the block
  /** Address of the addresses of each segment's first row. */
  public static final int SEGMENTS = 0;

  public static final int SEGMENT_COUNT = 1;

  /** Turns of {@link #UNROLL} pairs in the loop over the depth of a segment. */
  public static final int TURNS = 2;

  public static final int STRIDE_A = 3;

  /** For each panel, for each pair of steps of the depth: two shorts for each output. */
  public static final int B = 4;

  public static final int PANELS = 5;
  public static final int C = 6;
  public static final int STRIDE_C = 7;

  /** For each panel: {@link #WIDTH} ints, the biases, and what {@link SumEnd} multiplies with. */
  public static final int ENDS = 8;

  /** Constants of {@link SumEnd}. */
  public static final int TABLE = 9;

  public static final int TILES = 10;

  /** Bytes from the first row to that of the first tile. */
  public static final int START_A = 11;

  private static final int OFFSET_A = 12;
  private static final int NEXT_SEGMENT = 13;
  private static final int SEGMENTS_LEFT = 14;

  /** Slots in all. */
  public static final int SLOTS = 15;

  /** Outputs of a full panel. */
  public static final int WIDTH = 16;

  /** Bytes of a pair of steps of the depth in a panel of weights. */
  public static final int PAIR_BYTES = WIDTH * 2 * Short.BYTES;

  /** Where in a panel's {@link #ENDS} the factors lie. */
  public static final int FACTORS = WIDTH * Integer.BYTES;

  public static final int MOST_ROWS = 6;

  /** Pairs in a turn of the loop over the depth. */
  public static final int UNROLL = 4;

  private static final int VECTORS = 2;
  private static final int VECTOR = 32;
  private static final List<Gp> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

  /** Row 3i of a tile; the two rows after it are reached through the stride as an index. */
  private static final List<Gp> ROW_POINTERS = List.of(RSI, R8);

  private static final Vec ELEMENT = Vec.ymm(14);
  private static final Vec PRODUCT = Vec.ymm(15);

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE_A));
    s.mov(R14, ArgumentBlock.slot(PANELS));
    s.mov(R15, ArgumentBlock.slot(B));
    s.mov(R12, ArgumentBlock.slot(ENDS));
    s.mov(RBP, ArgumentBlock.slot(TABLE));
    Label panel = s.here();
    panel(s);
    s.mov(R15, RDX);
    s.add(R12, endBytes());
    s.mov(RCX, ArgumentBlock.slot(C));
    s.add(RCX, WIDTH);
    s.mov(ArgumentBlock.slot(C), RCX);
    s.sub(R14, 1);
    s.jump(Condition.NOT_ZERO, panel);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  /** Bytes of a panel's {@link #ENDS}. */
  public int endBytes() {
    return WIDTH * (Integer.BYTES + end.factorBytes());
  }

  private void panel(Assembler s) {
    s.mov(R13, ArgumentBlock.slot(TILES));
    s.mov(RBX, ArgumentBlock.slot(C));
    s.mov(RCX, ArgumentBlock.slot(START_A));
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
    Label tile = s.here();
    startSums(s);
    s.mov(RDX, R15);
    segments(s);
    finish(s);
    s.mov(RCX, ArgumentBlock.slot(OFFSET_A));
    for (int row = 0; row < rows; row++) {
      s.add(RCX, RAX);
    }
    s.mov(ArgumentBlock.slot(OFFSET_A), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, tile);
  }

  private void startSums(Assembler s) {
    for (int v = 0; v < VECTORS; v++) {
      s.load(sum(0, v), Mem.at(R12, v * VECTOR));
      for (int row = 1; row < rows; row++) {
        s.move(sum(row, v), sum(0, v));
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

  private void segment(Assembler s) {
    s.add(RSI, ArgumentBlock.slot(OFFSET_A));
    if (rows > 3) {
      s.lea(R8, Mem.at(RSI, RAX, 2));
      s.add(R8, RAX);
    }
    Label end = s.label();
    s.mov(RCX, ArgumentBlock.slot(TURNS));
    s.test(RCX, RCX); // a short segment has none
    s.jump(Condition.ZERO, end);
    Label turn = s.here();
    for (int pair = 0; pair < UNROLL; pair++) {
      step(s, pair);
    }
    for (int i = 0; i < Math.ceilDiv(rows, 3); i++) {
      s.add(ROW_POINTERS.get(i), UNROLL * 2 * Short.BYTES);
    }
    s.add(RDX, UNROLL * PAIR_BYTES);
    s.sub(RCX, 1);
    s.jump(Condition.NOT_ZERO, turn);
    s.place(end);
    for (int pair = 0; pair < rest; pair++) {
      step(s, pair);
    }
    s.add(RDX, rest * PAIR_BYTES);
  }

  private void step(Assembler s, int pair) {
    for (int v = 0; v < VECTORS; v++) {
      s.load(weight(v), Mem.at(RDX, pair * PAIR_BYTES + v * VECTOR));
    }
    for (int row = 0; row < rows; row++) {
      s.broadcast(ELEMENT, element(row, pair));
      for (int v = 0; v < VECTORS; v++) {
        s.integers().multiplyAddShorts(PRODUCT, weight(v), ELEMENT);
        s.integers().addInts(sum(row, v), sum(row, v), PRODUCT);
      }
    }
  }

  /** Two shorts of a row. */
  private static Mem element(int row, int pair) {
    Gp base = ROW_POINTERS.get(row / 3);
    int displacement = pair * 2 * Short.BYTES;
    return row % 3 == 0 ? Mem.at(base, displacement) : Mem.at(base, RAX, row % 3, displacement);
  }

  private void finish(Assembler s) {
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < VECTORS; v++) {
        Vec sum = sum(row, v);
        if (!end.fixed()) {
          s.integers().intsToFloats(sum, sum);
        }
        Mem factors = end.factor(R12, FACTORS, v * WIDTH / VECTORS);
        end.multiply(s, sum, List.of(weight(0), weight(1), ELEMENT), factors, WIDTH, RBP);
      }
      new ByteEnd(end.signed()).pack(s, Mem.at(RBX), sum(row, 0), sum(row, 1), outputs, RBP);
      s.add(RBX, ArgumentBlock.slot(STRIDE_C));
    }
  }

  private static Vec sum(int row, int v) {
    return Vec.ymm(row * VECTORS + v);
  }

  private static Vec weight(int v) {
    return Vec.ymm(MOST_ROWS * VECTORS + v);
  }
}
