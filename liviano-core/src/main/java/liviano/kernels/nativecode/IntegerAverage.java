package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Grid;
import liviano.kernels.Kernel;
import liviano.kernels.Quantizing;
import liviano.kernels.Resample;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.ByteAverageCode;
import liviano.kernels.nativecode.code.IntegerTable;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;

/** Averages of whole maps of integers. A unit is a map. */
final class IntegerAverage implements Kernel {
  private static final int LANES = ByteAverageCode.LANES;

  private final Geometry g;
  private final MemorySegment table;
  private final MemorySegment code;

  static boolean canServe(Quantizing.Average task) {
    Geometry g = task.geometry();
    return new Resample.AveragePool(g, task.countPadding()).isGlobal()
        && g.inC() >= LANES
        && task.formats().inputs().getFirst().isByte()
        && task.to().format().isByte()
        && IntegerPass.isFactor(task.from().scale(0) / task.to().quantization().scale(0))
        && IntegerProduct.isOfBytes(task.from().zeroPoint(0))
        && IntegerProduct.isOfBytes(task.to().quantization().zeroPoint(0));
  }

  IntegerAverage(Quantizing.Average task, CodeCache codes) {
    this.g = task.geometry();
    Grid to = task.to();
    int positions = g.inH() * g.inW();
    this.table =
        IntegerTable.of(
            to.least(),
            to.greatest(),
            to.quantization().zeroPoint(0),
            ByteAverageCode.TABLE_BYTES - ByteAverageCode.ZEROS);
    IntegerTable.set(table, ByteAverageCode.ZEROS, positions * task.from().zeroPoint(0));
    float factor = task.from().scale(0) / to.quantization().scale(0) / positions;
    IntegerTable.set(table, ByteAverageCode.FACTOR, factor);
    boolean signed = task.formats().inputs().getFirst() == DType.I8;
    this.code = codes.get(new ByteAverageCode(signed, to.format() == DType.I8));
  }

  @Override
  public long scratchBytes() {
    return ByteAverageCode.SLOTS * Long.BYTES;
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long block = frame.scratch(worker).address();
    int channels = g.inC();
    long positions = (long) g.inH() * g.inW();
    ArgumentBlock.set(block, ByteAverageCode.POSITIONS, positions);
    ArgumentBlock.set(block, ByteAverageCode.STRIDE, channels);
    ArgumentBlock.set(block, ByteAverageCode.TABLE, table.address());
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long in = frame.input(0).address() + unit * positions * channels;
      long out = frame.output().address() + (long) unit * channels;
      run(block, in, out, channels / LANES);
      if (channels % LANES > 0) {
        run(block, in + channels - LANES, out + channels - LANES, 1);
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }

  private void run(long block, long in, long out, int vectors) {
    ArgumentBlock.set(block, ByteAverageCode.IN, in);
    ArgumentBlock.set(block, ByteAverageCode.OUT, out);
    ArgumentBlock.set(block, ByteAverageCode.VECTORS, vectors);
    NativeCall.run(code, block);
  }
}
