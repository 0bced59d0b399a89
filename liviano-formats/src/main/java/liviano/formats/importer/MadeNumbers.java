package liviano.formats.importer;

import java.util.Arrays;
import liviano.Limits;
import liviano.Limits.Limit;

/** Numbers that a network needs and its file does not hold; all of them together are limited. */
final class MadeNumbers {
  private final Limits limits;
  private long bytes;

  MadeNumbers(Limits limits) {
    this.limits = limits;
  }

  /** As many times the same number. */
  float[] filled(ForeignNode node, int count, float number) {
    spend(node, (long) count * Float.BYTES);
    float[] numbers = new float[count];
    Arrays.fill(numbers, number);
    return numbers;
  }

  /** Counts memory before it is taken. */
  void spend(ForeignNode node, long more) {
    bytes = Math.addExact(bytes, more);
    String where = node.title() + " of '" + LayerNames.shortened(node.name()) + "'";
    limits.require(Limit.TABLE_BYTES, bytes, where);
  }
}
