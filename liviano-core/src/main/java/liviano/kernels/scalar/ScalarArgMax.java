package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Lookup;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** Where the greatest number is. A unit is a run of {@value #RUN} numbers of the output. */
final class ScalarArgMax implements Kernel {
  private static final int RUN = 64;

  private final Lookup.ArgMax task;
  private final DType in;
  private final boolean wide;

  ScalarArgMax(Lookup.ArgMax task) {
    this.task = task;
    this.in = task.formats().inputs().getFirst();
    this.wide = task.formats().output() == DType.I64;
  }

  static boolean canServe(Lookup.ArgMax task) {
    boolean reads =
        switch (task.formats().inputs().getFirst()) {
          case F32, I64, I32, I8, U8 -> true;
          default -> false;
        };
    DType output = task.formats().output();
    return reads && (output == DType.I32 || output == DType.I64);
  }

  @Override
  public int units() {
    return Math.ceilDiv(task.outer() * task.inner(), RUN);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long to = Math.min((long) task.outer() * task.inner(), (long) toUnit * RUN);
    for (long i = (long) fromUnit * RUN; i < to; i++) {
      long outer = i / task.inner();
      int greatest = place(frame.input(0), outer * task.extent() * task.inner() + i % task.inner());
      if (wide) {
        frame.output().setAtIndex(LittleEndian.LONG, i, greatest);
      } else {
        frame.output().setAtIndex(LittleEndian.INT, i, greatest);
      }
    }
  }

  private int place(MemorySegment numbers, long from) {
    int greatest = 0;
    for (int place = 1; place < task.extent(); place++) {
      long at = from + (long) place * task.inner();
      if (isGreater(numbers, at, from + (long) greatest * task.inner())) {
        greatest = place;
      }
    }
    return greatest;
  }

  /** Whether the first of two numbers is greater; NaN is greater than all numbers. */
  private boolean isGreater(MemorySegment numbers, long one, long other) {
    if (in == DType.F32) {
      float a = Floats.get(numbers, one);
      float b = Floats.get(numbers, other);
      return a > b || Float.isNaN(a) && !Float.isNaN(b);
    }
    return integer(numbers, one) > integer(numbers, other);
  }

  private long integer(MemorySegment numbers, long index) {
    return switch (in) {
      case I64 -> numbers.getAtIndex(LittleEndian.LONG, index);
      case I32 -> numbers.getAtIndex(LittleEndian.INT, index);
      case U8 -> Byte.toUnsignedInt(numbers.get(ValueLayout.JAVA_BYTE, index));
      default -> numbers.get(ValueLayout.JAVA_BYTE, index);
    };
  }
}
