package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.kernels.Elementwise;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** Numbers in another format, one at a time. A unit is a run of {@value #RUN} numbers. */
final class ScalarConvert implements Kernel {
  private static final int RUN = 4096;

  private final long count;
  private final DType from;
  private final DType to;

  ScalarConvert(Elementwise.Convert task) {
    this.count = task.count();
    this.from = task.formats().inputs().getFirst();
    this.to = task.formats().output();
  }

  static boolean canServe(Elementwise.Convert task) {
    return converts(task.formats().inputs().getFirst()) && converts(task.formats().output());
  }

  private static boolean converts(DType format) {
    return switch (format) {
      case F32, I64, I32, I16, I8, U16, U8, BOOL -> true;
      case F64, F16, BF16, F8_E4M3, F8_E5M2, U64, U32 -> false;
    };
  }

  @Override
  public int units() {
    return Math.toIntExact(Math.ceilDiv(count, RUN));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long end = Math.min(count, (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < end; i++) {
      if (from == DType.F32) {
        float real = Floats.get(frame.input(0), i);
        if (to == DType.F32) {
          Floats.set(frame.output(), i, real);
        } else {
          store(frame.output(), i, to == DType.BOOL ? (real != 0 ? 1 : 0) : whole(real));
        }
      } else {
        long whole = integer(frame.input(0), i);
        if (to == DType.F32) {
          Floats.set(frame.output(), i, whole);
        } else {
          store(frame.output(), i, to == DType.BOOL && whole != 0 ? 1 : whole);
        }
      }
    }
  }

  /** Towards zero, and held in the range of the format. */
  private long whole(float real) {
    return switch (to) {
      case I64 -> (long) real;
      case I32 -> (int) real;
      case I16 -> Math.clamp((long) real, Short.MIN_VALUE, Short.MAX_VALUE);
      case I8 -> Math.clamp((long) real, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case U16 -> Math.clamp((long) real, 0, 0xFFFF);
      default -> Math.clamp((long) real, 0, 0xFF);
    };
  }

  private long integer(MemorySegment numbers, long index) {
    return switch (from) {
      case I64 -> numbers.getAtIndex(LittleEndian.LONG, index);
      case I32 -> numbers.getAtIndex(LittleEndian.INT, index);
      case I16 -> numbers.getAtIndex(LittleEndian.SHORT, index);
      case U16 -> Short.toUnsignedInt(numbers.getAtIndex(LittleEndian.SHORT, index));
      case I8 -> numbers.get(ValueLayout.JAVA_BYTE, index);
      default -> Byte.toUnsignedInt(numbers.get(ValueLayout.JAVA_BYTE, index));
    };
  }

  private void store(MemorySegment numbers, long index, long value) {
    switch (to.bytes()) {
      case 1 -> numbers.set(ValueLayout.JAVA_BYTE, index, (byte) value);
      case 2 -> numbers.setAtIndex(LittleEndian.SHORT, index, (short) value);
      case 4 -> numbers.setAtIndex(LittleEndian.INT, index, (int) value);
      default -> numbers.setAtIndex(LittleEndian.LONG, index, value);
    }
  }
}
