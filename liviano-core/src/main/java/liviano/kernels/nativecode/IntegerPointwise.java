package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A 1x1 convolution or a dense layer of integers. A unit is a run of rows whose numbers stay in the
 * first-level cache; where there are few rows, a unit is a panel of outputs, so that weights are
 * read once.
 */
final class IntegerPointwise implements Kernel {
  /** Bytes of the numbers of a unit. */
  private static final int CACHED = 16 * 1024;

  /** The most rows in a unit, so that each worker gets several units even with few channels. */
  private static final int MOST_ROWS = 192;

  /** Of so many rows and so many bytes of their numbers, units are panels. */
  private static final int FEW_ROWS = 64;

  private static final int FEW_BYTES = 128 * 1024;

  /** Rows of a unit are a multiple of it: tiles have so many, or twice. */
  private static final int TILE = 6;

  // Does not keep the task: its weights are packed by now.
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final IntegerSums product;
  private final long stride;

  /** Whether rows lie in the input, and are not copied. */
  private final boolean direct;

  private final boolean byPanels;
  private final int rowsAUnit;

  IntegerPointwise(Linear.Pointwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    int numberBytes = isa.dots() ? Byte.BYTES : Short.BYTES;
    int cached = CACHED / (inChannels * numberBytes) / TILE * TILE;
    this.byPanels = rows <= FEW_ROWS && (long) rows * inChannels * numberBytes <= FEW_BYTES;
    this.rowsAUnit = byPanels ? rows : Math.min(rows, Math.clamp(cached, TILE, MOST_ROWS));
    int last = rows - (Math.ceilDiv(rows, rowsAUnit) - 1) * rowsAUnit;
    this.product =
        IntegerSums.of(
            new IntegerSums.Shape(task, 1, inChannels, rowsAUnit, last), isa, codes, cache);
    int atOnce = product.atOnce();
    this.direct = product.readsInput() && inChannels % atOnce == 0;
    this.stride = Math.ceilDiv(inChannels, atOnce) * (long) atOnce * product.numberBytes();
  }

  @Override
  public long scratchBytes() {
    return numbersAt() + (direct ? 0 : rowsAUnit * stride);
  }

  private long numbersAt() {
    return Math.ceilDiv(product.blockBytes() + Long.BYTES, 64) * 64;
  }

  @Override
  public int units() {
    return byPanels ? product.panels() : Math.ceilDiv(rows, rowsAUnit);
  }

  /** Panels read the same rows. */
  @Override
  public boolean favoursLongRuns() {
    return byPanels;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    if (byPanels) {
      run(frame, scratch, 0, rows, fromUnit, toUnit);
    } else {
      for (int unit = fromUnit; unit < toUnit; unit++) {
        int from = unit * rowsAUnit;
        run(frame, scratch, from, Math.min(rows, from + rowsAUnit), 0, product.panels());
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  private void run(Frame frame, long scratch, int from, int to, int fromPanel, int toPanel) {
    long in = frame.input(0).address() + (long) from * inChannels;
    long table = scratch + product.blockBytes();
    long numbers = direct ? in : scratch + numbersAt();
    if (!direct) {
      load(scratch, in, numbers, to - from);
    }
    Memory.set(table, numbers);
    product.run(
        scratch,
        table,
        stride,
        to - from,
        fromPanel,
        toPanel,
        frame.output().address() + (long) from * outChannels);
  }

  private void load(long scratch, long in, long numbers, int count) {
    if (inChannels % product.atOnce() == 0) {
      product.load(scratch, in, numbers, (long) count * inChannels);
      return;
    }
    for (int row = 0; row < count; row++) {
      product.load(scratch, in + (long) row * inChannels, numbers + row * stride, inChannels);
    }
  }
}
