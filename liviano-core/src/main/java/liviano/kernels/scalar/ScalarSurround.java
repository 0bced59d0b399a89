package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Move;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** A tensor amid copies of one number. A unit is one row of the output. */
final class ScalarSurround implements Kernel {
  private final int[] in;
  private final int[] out;
  private final int[] before;
  private final int rows;
  private final MemorySegment number;
  private final Cells cells;

  ScalarSurround(Move.Surround task) {
    int rank = task.extents().size();
    this.in = IntStream.range(0, rank).map(task.extents()::get).toArray();
    this.before = IntStream.range(0, rank).map(task.before()::get).toArray();
    this.out = IntStream.range(0, rank).map(a -> before[a] + in[a] + task.after().get(a)).toArray();
    long product = 1;
    for (int axis = 0; axis < rank - 1; axis++) {
      product *= out[axis];
    }
    this.rows = Math.toIntExact(product);
    this.number = number(task.value(), task.formats().output());
    this.cells = new Cells(task.formats().output().bytes());
  }

  static boolean canServe(Move.Surround task) {
    DType format = task.formats().output();
    return task.isIn(format) && (task.value() == 0 || format == DType.F32 || format.isInteger());
  }

  /** One number as it is stored. */
  private static MemorySegment number(float value, DType format) {
    MemorySegment number = MemorySegment.ofArray(new long[1]);
    if (format == DType.F32) {
      number.set(LittleEndian.FLOAT, 0, value);
    } else {
      // The lowest bytes of a little-endian integer are the integer in fewer bytes.
      number.set(LittleEndian.LONG, 0, (long) value);
    }
    return number;
  }

  @Override
  public int units() {
    return rows;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int last = out.length - 1;
    for (int row = fromUnit; row < toUnit; row++) {
      long from = rowOfInput(row);
      long at = (long) row * out[last];
      for (int i = 0; i < out[last]; i++) {
        int column = i - before[last];
        if (from >= 0 && column >= 0 && column < in[last]) {
          cells.move(frame.input(0), from * in[last] + column, frame.output(), at + i);
        } else {
          cells.move(number, 0, frame.output(), at + i);
        }
      }
    }
  }

  /** The row of the input that lies in a row of the output; negative if none does. */
  private long rowOfInput(int row) {
    long from = 0;
    long each = 1;
    int rest = row;
    for (int axis = out.length - 2; axis >= 0; axis--) {
      int place = rest % out[axis] - before[axis];
      rest /= out[axis];
      if (place < 0 || place >= in[axis]) {
        return -1;
      }
      from += place * each;
      each *= in[axis];
    }
    return from;
  }
}
