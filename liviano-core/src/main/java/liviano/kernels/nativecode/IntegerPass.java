package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Grid;
import liviano.kernels.Kernel;
import liviano.kernels.Quantizing;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.BytePassCode;
import liviano.kernels.nativecode.code.BytePassCode.Kind;
import liviano.kernels.nativecode.code.IntegerTable;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.WideBytePassCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/** Conversions and sums of quantized numbers of one scale, one by one. A unit is a run of them. */
final class IntegerPass implements Kernel {
  private static final int RUN = 16 * 1024;

  /** No network's factor is greater. */
  private static final float MOST = 0x1p60f;

  private static final Grid NO_GRID = Grid.of(DType.U8, Quantization.of(1, 0));

  private final long count;
  private final MemorySegment table;
  private final MemorySegment code;
  private final int lanes;
  private final int bytesIn;
  private final int bytesOut;

  private IntegerPass(
      long count,
      Kind kind,
      boolean signed,
      boolean secondSigned,
      Grid to,
      Isa isa,
      CodeCache codes) {
    this.count = count;
    this.table =
        IntegerTable.of(
            to.least(),
            to.greatest(),
            to.quantization().zeroPoint(0),
            BytePassCode.TABLE_BYTES - BytePassCode.ZERO_POINT);
    boolean wide =
        isa.hasMasks() && WideBytePassCode.canServe(kind) && count >= WideBytePassCode.LANES;
    this.lanes = wide ? WideBytePassCode.LANES : BytePassCode.LANES;
    boolean signedOut = to.format() == DType.I8;
    this.code =
        codes.get(
            wide
                ? new WideBytePassCode(kind, signed, secondSigned)
                : new BytePassCode(kind, signed, secondSigned, signedOut));
    this.bytesIn = kind == Kind.STORE ? Float.BYTES : 1;
    this.bytesOut = kind == Kind.LOAD ? Float.BYTES : 1;
  }

  static boolean canServe(Quantizing.Conversion task) {
    if ((long) task.rows() * task.channels() < BytePassCode.LANES) {
      return false;
    }
    return switch (task) {
      case Quantizing.Store t -> isServed(t.grid());
      case Quantizing.Load t ->
          !t.from().isPerChannel() && t.formats().inputs().getFirst().isByte();
      case Quantizing.Rescale t ->
          !t.from().isPerChannel()
              && isServed(t.to())
              && t.formats().inputs().getFirst().isByte()
              && isFactor(factor(t.from(), t.to()));
    };
  }

  static boolean canServe(Quantizing.Add task) {
    return task.count() >= BytePassCode.LANES
        && isServed(task.to())
        && task.formats().inputs().stream().allMatch(DType::isByte)
        && isFactor(factor(task.first(), task.to()))
        && isFactor(factor(task.second(), task.to()));
  }

  private static boolean isServed(Grid grid) {
    return !grid.quantization().isPerChannel()
        && grid.format().isByte()
        && IntegerProduct.isOfBytes(grid.quantization().zeroPoint(0));
  }

  /** Whether what is multiplied with it is finite, and sums of that are. */
  static boolean isFactor(float factor) {
    return factor <= MOST;
  }

  private static float factor(Quantization from, Grid to) {
    return from.scale(0) / to.quantization().scale(0);
  }

  static IntegerPass of(Quantizing.Conversion task, Isa isa, CodeCache codes) {
    long count = (long) task.rows() * task.channels();
    boolean signed = task.formats().inputs().getFirst() == DType.I8;
    switch (task) {
      case Quantizing.Store t -> {
        IntegerPass pass = new IntegerPass(count, Kind.STORE, false, false, t.grid(), isa, codes);
        pass.set(0, 0, t.grid().quantization().scale(0));
        return pass;
      }
      case Quantizing.Load t -> {
        IntegerPass pass = new IntegerPass(count, Kind.LOAD, signed, false, NO_GRID, isa, codes);
        pass.set(0, t.from().zeroPoint(0), t.from().scale(0));
        return pass;
      }
      case Quantizing.Rescale t -> {
        IntegerPass pass = new IntegerPass(count, Kind.RESCALE, signed, false, t.to(), isa, codes);
        pass.set(0, t.from().zeroPoint(0), factor(t.from(), t.to()));
        return pass;
      }
    }
  }

  static IntegerPass of(Quantizing.Add task, Isa isa, CodeCache codes) {
    boolean first = task.formats().inputs().get(0) == DType.I8;
    boolean second = task.formats().inputs().get(1) == DType.I8;
    IntegerPass pass =
        new IntegerPass(task.count(), Kind.ADD, first, second, task.to(), isa, codes);
    pass.set(0, task.first().zeroPoint(0), factor(task.first(), task.to()));
    pass.set(1, task.second().zeroPoint(0), factor(task.second(), task.to()));
    return pass;
  }

  static boolean canServe(Quantizing.AddFixed task) {
    return task.sum().count() >= BytePassCode.LANES
        && isServed(task.to())
        && task.formats().inputs().stream().allMatch(DType::isByte);
  }

  static IntegerPass of(Quantizing.AddFixed task, Isa isa, CodeCache codes) {
    boolean first = task.formats().inputs().get(0) == DType.I8;
    boolean second = task.formats().inputs().get(1) == DType.I8;
    Elementwise.AddFixed sum = task.sum();
    IntegerPass pass =
        new IntegerPass(sum.count(), Kind.ADD_FIXED, first, second, task.to(), isa, codes);
    pass.set(0, task.first().zeroPoint(0), 1);
    pass.set(1, task.second().zeroPoint(0), 1);
    BytePassCode.setFixed(pass.table, sum);
    return pass;
  }

  static boolean canServe(Quantizing.AddShifted task) {
    return task.sum().count() >= BytePassCode.LANES
        && isServed(task.to())
        && task.formats().inputs().stream().allMatch(DType::isByte);
  }

  static IntegerPass of(Quantizing.AddShifted task, Isa isa, CodeCache codes) {
    boolean first = task.formats().inputs().get(0) == DType.I8;
    boolean second = task.formats().inputs().get(1) == DType.I8;
    IntegerPass pass =
        new IntegerPass(task.sum().count(), Kind.ADD_SHIFTED, first, second, task.to(), isa, codes);
    pass.set(0, task.first().zeroPoint(0), 1);
    pass.set(1, task.second().zeroPoint(0), 1);
    BytePassCode.setShifted(pass.table, task.sum());
    return pass;
  }

  private void set(int input, int zeroPoint, float factor) {
    int further = input * BytePassCode.INPUT_BYTES;
    IntegerTable.set(table, BytePassCode.ZERO_POINT + further, zeroPoint);
    IntegerTable.set(table, BytePassCode.FACTOR + further, factor);
  }

  @Override
  public long scratchBytes() {
    return BytePassCode.SLOTS * Long.BYTES;
  }

  /** The last run has what is left after the others: at least one number, and all if few. */
  @Override
  public int units() {
    return Math.toIntExact(Math.max(1, count / RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long block = frame.scratch(worker).address();
    long from = (long) fromUnit * RUN;
    long to = toUnit == units() ? count : (long) toUnit * RUN;
    if (from < to) {
      long second = bytesIn == 1 ? frame.residual().address() + from : 0;
      ArgumentBlock.set(block, BytePassCode.FIRST, frame.input(0).address() + from * bytesIn);
      ArgumentBlock.set(block, BytePassCode.SECOND, second);
      ArgumentBlock.set(block, BytePassCode.TO, frame.output().address() + from * bytesOut);
      ArgumentBlock.set(block, BytePassCode.VECTORS, (to - from) / lanes);
      ArgumentBlock.set(block, BytePassCode.LAST, to - from - lanes);
      ArgumentBlock.set(block, BytePassCode.TABLE, table.address());
      NativeCall.run(code, block);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }
}
