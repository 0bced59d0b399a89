package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Numbers;
import liviano.tensor.LittleEndian;

/** The weights of a product panel by panel, as its code reads them. */
final class PanelWeights {
  /** Steps of the depth that are packed at once, so that no copy of a large weight is needed. */
  private static final int AT_ONCE = 4096;

  /**
   * Floats: for each step of the depth, one per output.
   *
   * @param lanes of a vector; zeros fill up the last one
   * @param width outputs of a full panel
   * @param first the first output
   * @param outputs from there on
   * @param depth numbers of an output
   */
  private record Panelled(int lanes, int width, int first, int outputs, int depth)
      implements PackedWeights.Layout {}

  /**
   * Numbers of 16 bits: for each pair of steps of a segment, a pair per output. A zero completes
   * the last of an odd depth.
   */
  private record Paired(int lanes, int width, int first, int outputs, int segments, int depth)
      implements PackedWeights.Layout {}

  private final NativeProduct.Shape shape;
  private final int width;
  private final int padded;

  private PanelWeights(NativeProduct.Shape shape, int lanes, int width) {
    this.shape = shape;
    this.width = width;
    this.padded = padded(shape, lanes);
  }

  private static int padded(NativeProduct.Shape shape, int lanes) {
    return Math.ceilDiv(shape.outputs(), lanes) * lanes;
  }

  /** The packed weights; zeros fill up the last panel's last vector. */
  static MemorySegment of(
      NativeProduct.Shape shape, int lanes, int width, Numbers numbers, PackedWeights cache) {
    PanelWeights weights = new PanelWeights(shape, lanes, width);
    int first = shape.first();
    int outputs = shape.outputs();
    long steps = (long) shape.segments() * numbers.steps(shape.depth());
    long bytes = weights.padded * steps * Float.BYTES;
    return numbers.paired()
        ? cache.get(
            shape.weight(),
            new Paired(lanes, width, first, outputs, shape.segments(), shape.depth()),
            bytes,
            weights::packPairs)
        : cache.get(
            shape.weight(),
            new Panelled(lanes, width, first, outputs, shape.weights()),
            bytes,
            weights::packFloats);
  }

  private void packFloats(MemorySegment packed) {
    int deep = shape.weights();
    long at = 0;
    for (int from = 0; from < shape.outputs(); from += width) {
      int wide = Math.min(width, padded - from);
      for (int k = 0; k < deep; k += AT_ONCE) {
        float[] panel = floats(from, wide, k, Math.min(deep, k + AT_ONCE));
        MemorySegment.copy(panel, 0, packed, JAVA_FLOAT, at, panel.length);
        at += (long) panel.length * Float.BYTES;
      }
    }
  }

  /** The weights of up to {@code wide} outputs for a part of the depth. */
  private float[] floats(int from, int wide, int fromStep, int toStep) {
    int steps = toStep - fromStep;
    float[] panel = new float[steps * wide];
    float[] row = new float[steps];
    for (int n = 0; n < wide && from + n < shape.outputs(); n++) {
      long first = (long) (shape.first() + from + n) * shape.weights() + fromStep;
      MemorySegment.copy(
          shape.weight().data(), LittleEndian.FLOAT_UNALIGNED, first * Float.BYTES, row, 0, steps);
      for (int k = 0; k < steps; k++) {
        panel[k * wide + n] = row[k];
      }
    }
    return panel;
  }

  private void packPairs(MemorySegment packed) {
    int depth = shape.depth();
    long at = 0;
    for (int from = 0; from < shape.outputs(); from += width) {
      int wide = Math.min(width, padded - from);
      for (int segment = 0; segment < shape.segments(); segment++) {
        for (int k = 0; k < depth; k += AT_ONCE) {
          int before = segment * depth;
          short[] panel = pairs(from, wide, before + k, before + Math.min(depth, k + AT_ONCE));
          MemorySegment.copy(panel, 0, packed, JAVA_SHORT, at, panel.length);
          at += (long) panel.length * Short.BYTES;
        }
      }
    }
  }

  /** The weights of up to {@code wide} outputs for a part of a segment. */
  private short[] pairs(int from, int wide, int fromStep, int toStep) {
    short[] row = new short[toStep - fromStep];
    short[] panel = new short[2 * Math.ceilDiv(row.length, 2) * wide];
    for (int n = 0; n < wide && from + n < shape.outputs(); n++) {
      long first = (long) (shape.first() + from + n) * shape.weights() + fromStep;
      MemorySegment.copy(
          shape.weight().data(),
          LittleEndian.SHORT_UNALIGNED,
          first * Short.BYTES,
          row,
          0,
          row.length);
      for (int k = 0; k < row.length; k++) {
        panel[(k / 2 * wide + n) * 2 + k % 2] = row[k];
      }
    }
    return panel;
  }
}
