package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** A prepared kernel with memory to run in, as a session would hold it. */
record KernelRun(Kernel kernel, Frame frame, MemorySegment[] inputs, int outputs) {
  private static final int WORKERS = 3;

  /** What the output holds before a run: a NaN that no arithmetic gives. */
  static final int UNWRITTEN = 0x7fc0dead;

  static KernelRun of(KernelProvider provider, KernelCase test) {
    Kernel kernel =
        provider
            .prepare(test.task(), provider.newPackedWeights())
            .orElseThrow(() -> new AssertionError(provider.name() + " lacks " + test));
    return of(kernel, test);
  }

  static KernelRun of(Kernel kernel, KernelCase test) {
    MemorySegment[] inputs = test.inputs().stream().map(Tensors::of).toArray(MemorySegment[]::new);
    MemorySegment output = Tensors.filled(test.outputs(), Float.intBitsToFloat(UNWRITTEN));
    MemorySegment[] scratch = new MemorySegment[WORKERS];
    for (int worker = 0; worker < WORKERS; worker++) {
      // Full of NaN: whoever counts on zeros there will show it.
      scratch[worker] = Tensors.filled((int) (kernel.scratchBytes() / Float.BYTES), Float.NaN);
    }
    Frame frame = new Frame(inputs, output, scratch, Arguments.of(kernel, WORKERS));
    return new KernelRun(kernel, frame, inputs, test.outputs());
  }

  /** The same with the output at the place of the first input. */
  KernelRun overItsInput() {
    return with(inputs, inputs[0]);
  }

  /** The same with the first input as the shortcut too. */
  KernelRun addingItsInput() {
    return with(new MemorySegment[] {inputs[0], inputs[0]}, frame.output());
  }

  private KernelRun with(MemorySegment[] newInputs, MemorySegment output) {
    MemorySegment[] scratch = new MemorySegment[WORKERS];
    Arrays.setAll(scratch, frame::scratch);
    return new KernelRun(
        kernel,
        new Frame(newInputs, output, scratch, Arguments.of(kernel, WORKERS)),
        newInputs,
        outputs);
  }

  /** All units at once. */
  float[] whole() {
    kernel.run(frame, 0, kernel.units(), 0);
    return output();
  }

  /** One unit after the other, in that order, over all workers. */
  float[] oneByOne(List<Integer> order) {
    for (int unit : order) {
      kernel.run(frame, unit, unit + 1, unit % WORKERS);
    }
    return output();
  }

  /** The last units first, in runs of {@code length}. */
  float[] backwards(int length) {
    int units = kernel.units();
    for (int from = (units - 1) / length * length; from >= 0; from -= length) {
      kernel.run(frame, from, Math.min(units, from + length), 1);
    }
    return output();
  }

  float[] output() {
    return Tensors.read(frame.output(), outputs);
  }
}
