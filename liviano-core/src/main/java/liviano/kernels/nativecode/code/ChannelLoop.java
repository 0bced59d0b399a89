package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R12;
import static liviano.kernels.assembler.Gp.R13;
import static liviano.kernels.assembler.Gp.R14;
import static liviano.kernels.assembler.Gp.RAX;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;

import java.util.List;
import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Condition;
import liviano.kernels.assembler.Gp;
import liviano.kernels.assembler.Label;

/**
 * Lines of a depthwise convolution, some channels after the other, each time all the lines: what
 * one line reads of the input is still in the first-level cache for the next. Its block is that of
 * {@link DepthwiseCode}.
 *
 * @param body what happens to some channels
 * @param weightBytes bytes of their weights
 * @param biasBytes bytes of their biases
 * @param inputBytes bytes of them at a position
 */
record ChannelLoop(Body body, int weightBytes, int biasBytes, int inputBytes) {
  /** Where the weights of the channels are. */
  static final Gp WEIGHTS = Gp.RDX;

  /** Where their biases are. */
  static final Gp BIAS = Gp.R10;

  private static final List<Gp> SAVED = List.of(RBX, R12, R13, R14);

  /** What a sweep does to some channels. */
  interface Body extends DepthwiseSweep.Lanes {
    /** Reads what all channels share; may use {@code rcx}. */
    void prepare(Assembler s);

    /** Reads the weights from {@link #WEIGHTS} on. */
    void loadWeights(Assembler s);
  }

  byte[] assemble(DepthwiseSweep sweep) {
    Assembler s = new Assembler();
    s.push(SAVED);
    s.mov(RAX, ArgumentBlock.slot(DepthwiseCode.STRIDE_IN));
    s.mov(R12, ArgumentBlock.slot(DepthwiseCode.STRIDE_OUT));
    s.mov(WEIGHTS, ArgumentBlock.slot(DepthwiseCode.WEIGHTS));
    s.mov(BIAS, ArgumentBlock.slot(DepthwiseCode.BIAS));
    s.mov(R13, ArgumentBlock.slot(DepthwiseCode.VECTORS));
    s.mov(RCX, 0);
    s.mov(ArgumentBlock.slot(DepthwiseCode.OFFSET), RCX);
    body.prepare(s);
    Label channels = s.here();
    body.loadWeights(s);
    copy(s, DepthwiseCode.LINES_NOW, DepthwiseCode.LINES);
    copy(s, DepthwiseCode.OUT_NOW, DepthwiseCode.OUT);
    s.mov(R14, ArgumentBlock.slot(DepthwiseCode.COUNT));
    Label line = s.here();
    sweep.sweep(
        s,
        body,
        DepthwiseCode.LINES_NOW,
        DepthwiseCode.OFFSET,
        DepthwiseCode.OUT_NOW,
        DepthwiseCode.OUT_WIDTH);
    s.mov(RCX, ArgumentBlock.slot(DepthwiseCode.LINES_NOW));
    s.add(RCX, DepthwiseSweep.KERNEL * Long.BYTES);
    s.mov(ArgumentBlock.slot(DepthwiseCode.LINES_NOW), RCX);
    s.mov(RCX, ArgumentBlock.slot(DepthwiseCode.OUT_NOW));
    s.add(RCX, ArgumentBlock.slot(DepthwiseCode.OUT_LINE));
    s.mov(ArgumentBlock.slot(DepthwiseCode.OUT_NOW), RCX);
    s.sub(R14, 1);
    s.jump(Condition.NOT_ZERO, line);
    s.add(WEIGHTS, weightBytes);
    s.add(BIAS, biasBytes);
    s.mov(RCX, ArgumentBlock.slot(DepthwiseCode.OFFSET));
    s.add(RCX, inputBytes);
    s.mov(ArgumentBlock.slot(DepthwiseCode.OFFSET), RCX);
    s.sub(R13, 1);
    s.jump(Condition.NOT_ZERO, channels);
    s.vzeroupper();
    s.pop(SAVED);
    s.ret();
    return s.toBytes();
  }

  private static void copy(Assembler s, int to, int from) {
    s.mov(RCX, ArgumentBlock.slot(from));
    s.mov(ArgumentBlock.slot(to), RCX);
  }
}
