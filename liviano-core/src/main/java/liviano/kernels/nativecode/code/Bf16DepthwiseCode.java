package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.RCX;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * Some lines of a 3x3 depthwise convolution of bfloat16, {@value #CHANNELS} channels after the
 * other. Of each column the first two lines are interleaved, so that one instruction multiplies the
 * taps of both; the third line is interleaved with zeros. Sums are floats.
 *
 * <p>Interleaving works on quarters of a register: sums 0 to 15 of a vector are those of the first
 * four channels of each eight, the others those of the last four: see {@link #lane}. The block is
 * that of {@link DepthwiseCode}; one slot more holds the address of the order in which they are
 * stored.
 *
 * @param sweep which lines and columns are on the map
 * @param masked whether there is a single vector of channels, only partly filled
 */
public record Bf16DepthwiseCode(DepthwiseSweep sweep, boolean masked)
    implements Code, ChannelLoop.Body {
  /** Channels of a vector. */
  public static final int CHANNELS = 32;

  /** The address of {@link #STORED}. */
  public static final int ORDER = DepthwiseCode.SLOTS;

  /** Slots in all. */
  public static final int SLOTS = DepthwiseCode.SLOTS + 1;

  /** Bytes of the weights of a vector: for each column a pair of lines, then a line and zeros. */
  public static final int WEIGHT_BYTES = 12 * 64;

  /** Bytes of the biases of a vector. */
  public static final int BIAS_BYTES = CHANNELS * Float.BYTES;

  private static final int KERNEL = DepthwiseSweep.KERNEL;
  private static final Mask TAIL = Mask.K1;
  private static final int HALVES = 2;
  private static final Vec LEAST = Vec.zmm(25);
  private static final Vec GREATEST = Vec.zmm(26);
  private static final Vec STORE_ORDER = Vec.zmm(27);
  private static final Vec ZERO = Vec.zmm(28);
  private static final Vec RESULT = Vec.zmm(29);
  private static final Vec SECOND_RESULT = Vec.zmm(30);

  /** Runs of four results in the order of their channels. */
  public static final MemorySegment STORED =
      Arena.global()
          .allocate(64, 64)
          .copyFrom(MemorySegment.ofArray(new long[] {0, 4, 1, 5, 2, 6, 3, 7}));

  /** Which of 32 sums a channel of a vector has. */
  public static int lane(int channel) {
    int half = channel / 4 % 2;
    return half * CHANNELS / HALVES + channel / 8 * 4 + channel % 4;
  }

  @Override
  public byte[] assemble() {
    return new ChannelLoop(this, WEIGHT_BYTES, BIAS_BYTES, CHANNELS * Short.BYTES).assemble(sweep);
  }

  @Override
  public void prepare(Assembler s) {
    s.broadcast(LEAST, ArgumentBlock.slot(DepthwiseCode.CLAMP));
    s.broadcast(GREATEST, ArgumentBlock.slot(DepthwiseCode.CLAMP).plus(Float.BYTES));
    s.mov(RCX, ArgumentBlock.slot(ORDER));
    s.load(STORE_ORDER, Mem.at(RCX));
    s.zero(ZERO);
    if (masked) {
      s.mov(RCX, ArgumentBlock.slot(DepthwiseCode.MASK));
      s.bf16().mask(TAIL, RCX);
    }
  }

  @Override
  public void loadWeights(Assembler s) {
    for (int i = 0; i < 4 * KERNEL; i++) {
      s.load(Vec.zmm(i), Mem.at(ChannelLoop.WEIGHTS, i * 64));
    }
  }

  @Override
  public void column(Assembler s, List<Optional<Mem>> lines, int[] taps) {
    Optional<Vec> first = loaded(s, lines.get(0), Vec.zmm(18));
    Optional<Vec> second = loaded(s, lines.get(1), Vec.zmm(19));
    Optional<Vec> third = loaded(s, lines.get(2), Vec.zmm(20));
    if (first.isPresent() || second.isPresent()) {
      multiply(s, first.orElse(ZERO), second.orElse(ZERO), 0, Vec.zmm(21), taps);
    }
    if (third.isPresent()) {
      multiply(s, third.get(), ZERO, HALVES, Vec.zmm(23), taps);
    }
  }

  private Optional<Vec> loaded(Assembler s, Optional<Mem> place, Vec to) {
    place.ifPresent(
        from -> {
          if (masked) {
            s.bf16().load(to, from, TAIL);
          } else {
            s.load(to, from);
          }
        });
    return place.map(_ -> to);
  }

  /**
   * @param which of a column's weights are multiplied with
   * @param pairs the first of two registers that may be used
   */
  private void multiply(Assembler s, Vec a, Vec b, int which, Vec pairs, int[] taps) {
    Vec high = Vec.zmm(pairs.code() + 1);
    s.bf16().interleaveLow(pairs, a, b);
    s.bf16().interleaveHigh(high, a, b);
    for (int i = 0; i < taps.length; i++) {
      int weight = 4 * taps[i] + which;
      s.bf16().dot(sum(i), Vec.zmm(weight), pairs);
      s.bf16().dot(secondSum(i), Vec.zmm(weight + 1), high);
    }
  }

  @Override
  public void startSum(Assembler s, int index) {
    s.load(sum(index), Mem.at(ChannelLoop.BIAS));
    s.load(secondSum(index), Mem.at(ChannelLoop.BIAS, 64));
  }

  @Override
  public void moveSum(Assembler s, int to, int from) {
    s.move(sum(to), sum(from));
    s.move(secondSum(to), secondSum(from));
  }

  @Override
  public void store(Assembler s, Mem place) {
    s.greatest(RESULT, LEAST, sum(0));
    s.greatest(SECOND_RESULT, LEAST, secondSum(0));
    s.least(RESULT, GREATEST, RESULT);
    s.least(SECOND_RESULT, GREATEST, SECOND_RESULT);
    s.bf16().pack(RESULT, RESULT, SECOND_RESULT);
    s.bf16().permuteQuads(RESULT, STORE_ORDER, RESULT);
    if (masked) {
      s.bf16().store(place, RESULT, TAIL);
    } else {
      s.store(place, RESULT);
    }
  }

  private static Vec sum(int index) {
    return Vec.zmm(12 + 2 * index);
  }

  private static Vec secondSum(int index) {
    return Vec.zmm(13 + 2 * index);
  }
}
