package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Lookup;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** Copies runs by their places. A unit is one run of the output. */
final class ScalarPick implements Kernel {
  private static final long NOWHERE = -1;

  private final Lookup.Pick task;
  private final int[] extents;
  private final long places;
  private final long runBytes;
  private final boolean wide;

  ScalarPick(Lookup.Pick task) {
    this.task = task;
    this.extents = task.extents().stream().mapToInt(Integer::intValue).toArray();
    long product = 1;
    for (int extent : extents) {
      product *= extent;
    }
    this.places = product;
    this.runBytes = (long) task.inner() * task.formats().output().bytes();
    this.wide = task.formats().inputs().get(1) == DType.I64;
  }

  static boolean canServe(Lookup.Pick task) {
    DType places = task.formats().inputs().get(1);
    return task.formats().inputs().getFirst() == task.formats().output()
        && (places == DType.I32 || places == DType.I64);
  }

  @Override
  public int units() {
    return Math.toIntExact((long) task.samples() * task.outer() * task.count());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment out = frame.output();
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long outer = unit / task.count();
      long sample = outer / task.outer();
      long place = place(frame.input(1), sample * task.count() + unit % task.count());
      if (place == NOWHERE) {
        out.asSlice(unit * runBytes, runBytes).fill((byte) 0);
      } else {
        MemorySegment.copy(
            frame.input(0), (outer * places + place) * runBytes, out, unit * runBytes, runBytes);
      }
    }
  }

  private long place(MemorySegment indices, long tuple) {
    long place = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      long at = tuple * extents.length + axis;
      long index =
          wide
              ? indices.getAtIndex(LittleEndian.LONG, at)
              : indices.getAtIndex(LittleEndian.INT, at);
      long counted = index < 0 ? index + extents[axis] : index;
      if (counted < 0 || counted >= extents[axis]) {
        return NOWHERE;
      }
      place = place * extents[axis] + counted;
    }
    return place;
  }
}
