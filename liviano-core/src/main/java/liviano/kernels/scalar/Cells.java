package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.tensor.LittleEndian;

/** Numbers of any format as so many bytes each, which are moved as they are. */
record Cells(int bytes) {

  void move(MemorySegment from, long fromIndex, MemorySegment to, long toIndex) {
    long in = fromIndex * bytes;
    long out = toIndex * bytes;
    switch (bytes) {
      case 1 -> to.set(ValueLayout.JAVA_BYTE, out, from.get(ValueLayout.JAVA_BYTE, in));
      case 2 -> to.set(LittleEndian.SHORT, out, from.get(LittleEndian.SHORT, in));
      case 4 -> to.set(LittleEndian.INT, out, from.get(LittleEndian.INT, in));
      case 8 -> to.set(LittleEndian.LONG, out, from.get(LittleEndian.LONG, in));
      default -> throw new AssertionError("numbers of " + bytes + " bytes");
    }
  }

  /** Zero is all bits zero in every format. */
  void clear(MemorySegment to, long index) {
    long out = index * bytes;
    switch (bytes) {
      case 1 -> to.set(ValueLayout.JAVA_BYTE, out, (byte) 0);
      case 2 -> to.set(LittleEndian.SHORT, out, (short) 0);
      case 4 -> to.set(LittleEndian.INT, out, 0);
      case 8 -> to.set(LittleEndian.LONG, out, 0L);
      default -> throw new AssertionError("numbers of " + bytes + " bytes");
    }
  }
}
