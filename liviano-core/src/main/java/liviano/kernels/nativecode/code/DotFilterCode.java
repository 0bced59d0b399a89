package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R10;
import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * One line of a 3x3 depthwise convolution of bytes over three lines, by dot products: a column's
 * three bytes and a fourth, whose weight is zero, are brought side by side, and added to a sum with
 * one instruction. As many channels at a time as a register has bytes; their sums are in four
 * registers. What is outside the map is the byte that stands for zero: what zero points take from a
 * sum is part of its start, and so all nine taps must be added.
 *
 * @param sweep which lines and columns are on the map
 * @param masked whether there are fewer channels
 * @param flips whether bytes of the input have a sign, and are moved by 128 when they are read
 * @param end how sums become bytes
 */
public record DotFilterCode(DepthwiseSweep sweep, boolean masked, boolean flips, DotEnd end)
    implements Code, DepthwiseSweep.Lanes {
  // Slots of the block
  /** Address of the addresses of the three lines' first columns. */
  public static final int LINES = 0;

  public static final int OUT_WIDTH = 1;

  /** Bytes from a column to the next, in the input and the output. */
  public static final int STRIDE = 2;

  public static final int OUT = 3;

  /** For each time as many channels as a register has bytes: {@link #weightBytes}. */
  public static final int WEIGHTS = 4;

  /** For each time: the starts of sums, and what {@link DotEnd} multiplies with. */
  public static final int ENDS = 5;

  /** How many times. */
  public static final int VECTORS = 6;

  /** Constants: {@link DotTable}. */
  public static final int TABLE = 7;

  /** A bit for each channel where there are fewer. */
  public static final int MASK = 8;

  private static final int OFFSET = 9;

  /** Slots in all. */
  public static final int SLOTS = 10;

  /** Registers of sums of a window. */
  public static final int QUARTERS = 4;

  private static final int KERNEL = DepthwiseSweep.KERNEL;
  private static final int TEMPORARY = QUARTERS * KERNEL;
  private static final List<Gp> SAVED = List.of(RBX, R12, R13, R14);

  /** Bytes of the weights of as many channels as a register has bytes. */
  public static int weightBytes(int vector) {
    return KERNEL * QUARTERS * vector;
  }

  /** Where in those weights that of a tap lies. */
  public static int weightAt(int vector, int line, int column, int quarter, int lane) {
    return (column * QUARTERS + quarter) * vector + lane * Integer.BYTES + line;
  }

  /** Bytes of the ends of as many channels. */
  public int endBytes() {
    return factorsAt() + end.vector() * end.factorBytes();
  }

  /** Where in the ends the factors lie. */
  public int factorsAt() {
    return end.vector() * Integer.BYTES;
  }

  @Override
  public byte[] assemble() {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(STRIDE));
    s.mov(R12, RAX);
    s.mov(RDX, ArgumentBlock.slot(WEIGHTS));
    s.mov(R10, ArgumentBlock.slot(ENDS));
    s.mov(R13, ArgumentBlock.slot(VECTORS));
    s.mov(R14, ArgumentBlock.slot(TABLE));
    s.mov(RCX, 0);
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
    if (masked) {
      s.mov(RCX, ArgumentBlock.slot(MASK));
      s.bytes().kmov(Mask.K1, RCX);
    }
    Label vector = s.here();
    sweep.sweep(s, this, LINES, OFFSET, OUT, OUT_WIDTH);
    s.add(RDX, weightBytes(end.vector()));
    s.add(R10, endBytes());
    s.mov(RCX, ArgumentBlock.slot(OFFSET));
    s.add(RCX, end.vector());
    s.mov(ArgumentBlock.slot(OFFSET), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, vector);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  @Override
  public void startSum(Assembler s, int index) {
    for (int q = 0; q < QUARTERS; q++) {
      s.load(sum(index, q), Mem.at(R10, q * end.vector()));
    }
  }

  @Override
  public void moveSum(Assembler s, int to, int from) {
    for (int q = 0; q < QUARTERS; q++) {
      s.move(sum(to, q), sum(from, q));
    }
  }

  /** First what becomes the lower halves of each 128 bits of the lines, then the upper. */
  @Override
  public void column(Assembler s, List<Optional<Mem>> lines, int[] taps) {
    List<Optional<Mem>> places = masked ? List.of() : lines;
    if (masked) {
      for (int line = 0; line < KERNEL; line++) {
        load(s, line(line), lines.get(line));
      }
    }
    Vec upper = vec(TEMPORARY);
    Vec lower = vec(TEMPORARY + 1);
    Vec four = vec(TEMPORARY + 2);
    for (int half = 0; half < 2; half++) {
      if (masked) {
        interleave(s, half, upper, line(0), line(1));
        interleave(s, half, lower, line(2), line(2));
      } else {
        load(s, upper, places.get(0));
        Mem second = places.get(1).orElse(table(DotTable.OUTSIDE));
        if (half == 0) {
          s.bytes().interleaveLow(upper, upper, second);
        } else {
          s.bytes().interleaveHigh(upper, upper, second);
        }
        load(s, lower, places.get(2));
        interleave(s, half, lower, lower, lower);
      }
      s.bytes().interleaveLowShorts(four, upper, lower);
      dot(s, four, 2 * half, taps);
      s.bytes().interleaveHighShorts(four, upper, lower);
      dot(s, four, 2 * half + 1, taps);
    }
  }

  private void load(Assembler s, Vec to, Optional<Mem> place) {
    if (masked && place.isPresent()) {
      s.bytes().load(to, place.get(), Mask.K1);
    } else {
      s.load(to, place.orElse(table(DotTable.OUTSIDE)));
    }
  }

  private static void interleave(Assembler s, int half, Vec to, Vec a, Vec b) {
    if (half == 0) {
      s.bytes().interleaveLow(to, a, b);
    } else {
      s.bytes().interleaveHigh(to, a, b);
    }
  }

  private void dot(Assembler s, Vec four, int quarter, int[] taps) {
    if (flips) {
      s.bytes().xor(four, four, table(DotTable.FLIP));
    }
    for (int i = 0; i < taps.length; i++) {
      Mem weights = Mem.at(RDX, weightAt(end.vector(), 0, taps[i], quarter, 0));
      s.bytes().dot(sum(i, quarter), four, weights);
    }
  }

  @Override
  public void store(Assembler s, Mem place) {
    List<Vec> sums = IntStream.range(0, QUARTERS).mapToObj(q -> sum(0, q)).toList();
    List<Vec> spare = List.of(vec(TEMPORARY), vec(TEMPORARY + 1), vec(TEMPORARY + 2));
    end.apply(s, sums, spare, Mem.at(R10, factorsAt()), end.vector(), R14);
    if (masked) {
      s.bytes().store(place, sums.getFirst(), Mask.K1);
    } else {
      s.store(place, sums.getFirst());
    }
  }

  private Mem table(int constant) {
    return Mem.at(R14, DotTable.at(end, constant));
  }

  private Vec sum(int index, int quarter) {
    return vec(index * QUARTERS + quarter);
  }

  /** Where masks keep lines from being read in place. */
  private Vec line(int line) {
    return vec(TEMPORARY + KERNEL + line);
  }

  private Vec vec(int code) {
    return new Vec(code, end.vector() * Byte.SIZE);
  }
}
