package liviano.kernels;

import java.lang.foreign.MemorySegment;

/**
 * The memory of one task in one session, laid out before the first run so that running allocates
 * nothing. Every segment starts on a 64-byte boundary and is rounded up to a multiple of 64 bytes;
 * the bytes between the end of a tensor and the end of its segment are undefined, and the kernel
 * that writes the output may overwrite them.
 */
public final class Frame {
  private final MemorySegment[] inputs;
  private final MemorySegment output;
  private final MemorySegment[] scratch;
  private final Arguments[] arguments;

  /** Of a kernel that passes no {@linkplain Kernel#arguments arguments}. */
  public Frame(MemorySegment[] inputs, MemorySegment output, MemorySegment[] scratch) {
    this(inputs, output, scratch, new Arguments[0]);
  }

  /**
   * @param inputs the task's inputs, a residual last
   * @param output where the result goes; overlaps no input, unless the kernel {@linkplain
   *     Offer#overwritesInput overwrites} the first: then it may begin where that begins
   * @param scratch one segment per worker, of at least {@link Kernel#scratchBytes()}
   * @param arguments one per worker, of at least {@link Kernel#arguments()}
   */
  public Frame(
      MemorySegment[] inputs,
      MemorySegment output,
      MemorySegment[] scratch,
      Arguments[] arguments) {
    this.inputs = inputs.clone();
    this.output = output;
    this.scratch = scratch.clone();
    this.arguments = arguments.clone();
  }

  public MemorySegment input(int index) {
    return inputs[index];
  }

  /** The tensor that the epilogue adds: the last input. */
  public MemorySegment residual() {
    return inputs[inputs.length - 1];
  }

  public MemorySegment output() {
    return output;
  }

  /** Memory for {@code worker} alone during a run; its contents are undefined before it. */
  public MemorySegment scratch(int worker) {
    return scratch[worker];
  }

  /** What {@code worker} alone passes to machine code during a run. */
  public Arguments arguments(int worker) {
    return arguments[worker];
  }
}
