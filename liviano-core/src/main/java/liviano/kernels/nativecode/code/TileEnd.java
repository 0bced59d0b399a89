package liviano.kernels.nativecode.code;

import static liviano.kernels.assembler.Gp.R8;
import static liviano.kernels.assembler.Gp.RBP;
import static liviano.kernels.assembler.Gp.RBX;
import static liviano.kernels.assembler.Gp.RCX;
import static liviano.kernels.assembler.Gp.RDX;
import static liviano.kernels.assembler.Gp.RSI;

import liviano.kernels.assembler.Assembler;
import liviano.kernels.assembler.Mask;
import liviano.kernels.assembler.Mem;
import liviano.kernels.assembler.Vec;

/**
 * What becomes of the sums of a {@link GemmCode} tile: {@code clamp(sums + residual)}, stored from
 * {@code rbx} on. The residual is at {@code rbp}.
 *
 * @param narrow whether results and residual are numbers of 16 bits; sums are floats
 */
record TileEnd(Panel panel, int rows, boolean residual, boolean narrow) {
  /** The used lanes of a vector that is used in part. */
  static final Mask TAIL = Mask.K1;

  void emit(Assembler s) {
    s.broadcast(least(0), ArgumentBlock.slot(GemmCode.CLAMP));
    s.broadcast(greatest(0), ArgumentBlock.slot(GemmCode.CLAMP).plus(Float.BYTES));
    if (!narrow && panel.edge() == Edge.HALF && panel.vectors() > 1) {
      int half = panel.vectors() - 1;
      s.broadcast(least(half), ArgumentBlock.slot(GemmCode.CLAMP));
      s.broadcast(greatest(half), ArgumentBlock.slot(GemmCode.CLAMP).plus(Float.BYTES));
    }
    if (panel.edge() == Edge.MASKED && !panel.isa().hasMasks()) {
      s.mov(RCX, ArgumentBlock.slot(GemmCode.MASK));
      s.load(panel.mask(), Mem.at(RCX));
    }
    s.mov(RDX, ArgumentBlock.slot(GemmCode.STRIDE_C));
    s.mov(RSI, RBX);
    s.mov(R8, RBP);
    for (int row = 0; row < rows; row++) {
      if (narrow) {
        narrowRow(s, row);
      } else {
        row(s, row);
      }
      s.add(RSI, RDX);
      if (residual) {
        s.add(R8, RDX);
      }
    }
  }

  /** Where numbers are narrow, one register serves vectors of every width. */
  private Vec least(int v) {
    return narrow ? panel.isa().vec(panel.isa().registers() - 1) : panel.least(v);
  }

  private Vec greatest(int v) {
    return narrow ? panel.isa().vec(panel.isa().registers() - 2) : panel.greatest(v);
  }

  private void row(Assembler s, int row) {
    for (int v = 0; v < panel.vectors(); v++) {
      boolean partly = panel.isMasked(v);
      Vec sum = panel.sum(row, v);
      if (residual) {
        addResidual(s, sum, Mem.at(R8, v * panel.isa().bytes()), partly);
      }
      s.greatest(sum, least(v), sum);
      s.least(sum, greatest(v), sum);
      store(s, Mem.at(RSI, v * panel.isa().bytes()), sum, partly);
    }
  }

  private void addResidual(Assembler s, Vec sum, Mem residual, boolean partly) {
    if (!partly) {
      s.add(sum, sum, residual);
    } else if (panel.isa().hasMasks()) {
      s.add(sum, sum, residual, TAIL);
    } else {
      s.load(panel.spare(), residual, panel.mask());
      s.add(sum, sum, panel.spare());
    }
  }

  private void store(Assembler s, Mem to, Vec sum, boolean partly) {
    if (!partly) {
      s.store(to, sum);
    } else if (panel.isa().hasMasks()) {
      s.store(to, sum, TAIL);
    } else {
      s.store(to, sum, panel.mask());
    }
  }

  /** Two whole vectors are stored as one. */
  private void narrowRow(Assembler s, int row) {
    for (int v = 0; v < panel.vectors(); v++) {
      Vec sum = panel.sum(row, v);
      if (residual) {
        addNarrow(s, sum, Mem.at(R8, at(v)), panel.isMasked(v));
      }
      s.bf16().greatest(sum, least(v), sum);
      s.bf16().least(sum, greatest(v), sum);
    }
    int v = 0;
    while (v < panel.vectors()) {
      Vec sum = panel.sum(row, v);
      if (v + 1 < panel.vectors() && isWhole(v + 1)) {
        s.bf16().pack(sum, sum, panel.sum(row, v + 1));
        s.store(Mem.at(RSI, at(v)), sum);
        v += 2;
      } else {
        s.bf16().narrow(sum, sum);
        if (panel.isMasked(v)) {
          s.bf16().store(Mem.at(RSI, at(v)), sum, TAIL);
        } else {
          s.bf16().storeHalf(Mem.at(RSI, at(v)), sum);
        }
        v++;
      }
    }
  }

  /** Only the last vector of a panel is used in part. */
  private boolean isWhole(int v) {
    return !panel.isMasked(v) && !panel.isHalf(v);
  }

  private int at(int v) {
    return v * panel.isa().bytes() / 2;
  }

  private void addNarrow(Assembler s, Vec sum, Mem residual, boolean partly) {
    Vec spare = new Vec(panel.spare().code(), sum.bits());
    if (partly) {
      s.bf16().widen(spare, residual, TAIL);
    } else {
      s.bf16().widen(spare, residual);
    }
    s.bf16().toFloats(spare, spare);
    s.add(sum, sum, spare);
  }
}
