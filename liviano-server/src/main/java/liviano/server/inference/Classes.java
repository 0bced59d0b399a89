package liviano.server.inference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/**
 * The classification extension: the greatest numbers of an output, with their indices and labels.
 */
final class Classes {
  private final Datatype type;
  private final MemorySegment data;
  private final List<String> labels;

  /**
   * Of one sample.
   *
   * @param labels by index; none where the numbers are not those of the model's classes
   */
  Classes(Datatype type, MemorySegment data, List<String> labels) {
    this.type = type;
    this.data = data;
    this.labels = labels;
  }

  /**
   * The greatest numbers, the greatest first, of equal ones the lower index first. NaN counts as
   * the least.
   *
   * @param most at most as many as there are
   * @return each {@code value:index:label}, or {@code value:index} where the class has no label
   */
  List<String> best(int most) {
    int count = (int) (data.byteSize() / format().bytes());
    // The worst of those that are kept comes first.
    PriorityQueue<Integer> kept = new PriorityQueue<>((a, b) -> -compare(a, b));
    for (int index = 0; index < count; index++) {
      if (kept.size() < most) {
        kept.add(index);
      } else if (compare(index, kept.element()) < 0) {
        kept.remove();
        kept.add(index);
      }
    }
    List<String> best = new ArrayList<>();
    kept.stream().sorted(this::compare).forEach(index -> best.add(text(index)));
    return best;
  }

  private DType format() {
    return type.numbers().orElseThrow();
  }

  /** The better one first. */
  private int compare(int a, int b) {
    int byValue = Double.compare(rank(b), rank(a));
    return byValue == 0 ? Integer.compare(a, b) : byValue;
  }

  /** Zeros of both signs are equal, and NaN is the least. */
  private double rank(int index) {
    double value = value(index);
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value + 0.0;
  }

  /** Integers beyond 2^53 are rounded. */
  private double value(int index) {
    long at = (long) index * format().bytes();
    return switch (type) {
      case FP16, FP32 -> LittleEndian.floatAt(data, format(), index);
      case FP64 -> data.get(LittleEndian.DOUBLE_UNALIGNED, at);
      case UINT8, BOOL -> data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      case INT8 -> data.get(ValueLayout.JAVA_BYTE, at);
      case UINT16 -> data.get(LittleEndian.SHORT_UNALIGNED, at) & 0xffff;
      case INT16 -> data.get(LittleEndian.SHORT_UNALIGNED, at);
      case UINT32 -> data.get(LittleEndian.INT_UNALIGNED, at) & 0xffff_ffffL;
      case INT32 -> data.get(LittleEndian.INT_UNALIGNED, at);
      case INT64, UINT64 -> data.get(LittleEndian.LONG_UNALIGNED, at);
      case BYTES -> throw new IllegalStateException("texts are not compared");
    };
  }

  private String text(int index) {
    StringBuilder text = new StringBuilder();
    if (type == Datatype.FP16) {
      text.append((float) value(index));
    } else {
      JsonNumbers.append(type, data, (long) index * format().bytes(), text);
    }
    text.append(':').append(index);
    String label = index < labels.size() ? labels.get(index) : "";
    return label.isEmpty() ? text.toString() : text.append(':').append(label).toString();
  }
}
