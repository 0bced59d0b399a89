package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Arguments;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Numbers;
import liviano.kernels.nativecode.code.TransposeCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.FilePages;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.MappedPages;

/** The weights of a product panel by panel, as its code reads them. */
final class PanelWeights {
  /** Steps of the depth that are packed at once, so that no copy of a large weight is needed. */
  private static final int AT_ONCE = 4096;

  /** Bytes of a file that are fetched at once. */
  private static final long FETCHED = 256 * 1024;

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
  private final Numbers numbers;
  private final MemorySegment code;

  private PanelWeights(
      NativeProduct.Shape shape, int lanes, int width, Numbers numbers, MemorySegment code) {
    this.shape = shape;
    this.width = width;
    this.numbers = numbers;
    this.code = code;
    this.padded = padded(shape, lanes);
  }

  private static int padded(NativeProduct.Shape shape, int lanes) {
    return Math.ceilDiv(shape.outputs(), lanes) * lanes;
  }

  /** The packed weights; zeros fill up the last panel's last vector. */
  static MemorySegment of(
      NativeProduct.Shape shape,
      int lanes,
      int width,
      Numbers numbers,
      CodeCache codes,
      PackedWeights cache) {
    PanelWeights weights =
        new PanelWeights(shape, lanes, width, numbers, codes.get(new TransposeCode()));
    int first = shape.first();
    int outputs = shape.outputs();
    long steps = (long) shape.segments() * numbers.steps(shape.depth());
    long bytes = weights.padded * steps * Float.BYTES;
    PackedWeights.Layout layout =
        numbers.paired()
            ? new Paired(lanes, width, first, outputs, shape.segments(), shape.depth())
            : new Panelled(lanes, width, first, outputs, shape.weights());
    return cache.get(
        shape.weight(),
        layout,
        bytes,
        packed -> cache.lend(weights.passingBytes(), passing -> weights.pack(packed, passing)));
  }

  /** The numbers that are turned together: a segment's where they are paired, else an output's. */
  private int depth() {
    return numbers.paired() ? shape.depth() : shape.weights();
  }

  /** Memory through which the rows of a panel pass. */
  private long passingBytes() {
    int there = Math.min(width, shape.outputs());
    return (long) there * Math.min(depth(), AT_ONCE) * numbers.bytesIn();
  }

  private void pack(MemorySegment packed, MemorySegment rows) {
    int depth = depth();
    Arguments arguments = new Arguments(TransposeCode.SLOTS);
    MemorySegment weights = shape.weight().data();
    long outputBytes = (long) shape.weights() * numbers.bytesIn();
    long end = (shape.first() + shape.outputs()) * outputBytes;
    long fetched = shape.first() * outputBytes;
    long released = fetched;
    long at = 0;
    for (int from = 0; from < shape.outputs(); from += width) {
      int wide = Math.min(width, padded - from);
      long read = Math.min((shape.first() + from + wide) * outputBytes, end);
      if (read > fetched) {
        long next = Math.min(Math.max(read, fetched + FETCHED), end);
        FilePages.fetch(weights.asSlice(fetched, next - fetched));
        fetched = next;
      }
      for (int before = 0; before < shape.weights(); before += depth) {
        for (int k = 0; k < depth; k += AT_ONCE) {
          int steps = Math.min(depth - k, AT_ONCE);
          int outputs = Math.min(wide, shape.outputs() - from);
          copy(rows, from, outputs, before + k, steps);
          place(arguments, rows, outputs, steps, packed.asSlice(at), wide);
          at += (long) numbers.steps(steps) * wide * Float.BYTES;
        }
      }
      if (read - released >= MappedPages.TOGETHER) { // else a large one is in memory twice
        MappedPages.release(weights.asSlice(released, read - released));
        released = read;
      }
    }
    Reference.reachabilityFence(arguments); // whose memory the code reads
  }

  /**
   * Copies a part of the depth of some outputs, one after the other. Machine code must not read the
   * weights where they are: the pages of a file that becomes shorter are gone, which a copy reports
   * and machine code dies of.
   */
  private void copy(MemorySegment to, int from, int outputs, int fromStep, int steps) {
    MemorySegment weights = shape.weight().data();
    long bytes = (long) steps * numbers.bytesIn();
    long first = (long) (shape.first() + from) * shape.weights() + fromStep;
    if (steps == shape.weights()) {
      MemorySegment.copy(weights, first * numbers.bytesIn(), to, 0, outputs * bytes);
      return;
    }
    for (int n = 0; n < outputs; n++) {
      long at = first + (long) n * shape.weights();
      MemorySegment.copy(weights, at * numbers.bytesIn(), to, n * bytes, bytes);
    }
  }

  /** Turns rows of an output to steps with a number, or a pair of them, an output. */
  private void place(
      Arguments block, MemorySegment rows, int outputs, int steps, MemorySegment packed, int wide) {
    int whole = numbers.paired() ? steps / 2 : steps;
    long rowBytes = (long) steps * numbers.bytesIn();
    if (whole > 0) {
      block.set(TransposeCode.FROM, rows.address());
      block.set(TransposeCode.TO, packed.address());
      block.set(TransposeCode.ROWS, outputs);
      block.set(TransposeCode.STEPS, whole);
      block.set(TransposeCode.ROW_BYTES, rowBytes);
      block.set(TransposeCode.STEP_BYTES, (long) wide * Float.BYTES);
      NativeCall.run(code, block.pass(TransposeCode.SLOTS));
    }
    if (numbers.paired() && steps % 2 == 1) {
      for (int n = 0; n < outputs; n++) {
        short single = rows.get(JAVA_SHORT, (n + 1) * rowBytes - Short.BYTES);
        packed.set(JAVA_SHORT, ((long) whole * wide + n) * Float.BYTES, single);
      }
    }
  }
}
