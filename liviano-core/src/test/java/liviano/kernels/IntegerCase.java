package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongFunction;
import liviano.tensor.DType;

/**
 * A task whose tensors hold integers, and the bytes of its inputs.
 *
 * @param outputs numbers of the output
 */
record IntegerCase(String name, Task task, List<byte[]> inputs, int outputs) {

  /** Memory to run it in. */
  record Run(Frame frame, long bytes) {
    byte[] output() {
      return frame.output().asSlice(0, bytes).toArray(Tensors.BYTE);
    }
  }

  /** With every byte of the output set to a pattern. */
  Run run(Kernel kernel, LongFunction<MemorySegment> memory, int pattern) {
    MemorySegment[] in =
        inputs.stream()
            .map(
                bytes -> {
                  MemorySegment segment = memory.apply(bytes.length);
                  MemorySegment.copy(bytes, 0, segment, Tensors.BYTE, 0, bytes.length);
                  return segment;
                })
            .toArray(MemorySegment[]::new);
    DType format = task.formats().output();
    long bytes = (long) outputs * format.bytes();
    MemorySegment out = memory.apply(bytes).fill((byte) pattern);
    MemorySegment[] scratch = {memory.apply(Math.max(1, kernel.scratchBytes()))};
    return new Run(new Frame(in, out, scratch, Arguments.of(kernel, 1)), bytes);
  }

  @Override
  public String toString() {
    return name;
  }
}
