package liviano.kernels;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.kernels.nativecode.NativeProviders;

/** Every case over machine code, each buffer between pages that nobody may touch. */
@SuppressWarnings("restricted")
final class GuardPages {
  private static final GuardedMemory MEMORY = new GuardedMemory();

  private GuardPages() {}

  public static void main(String[] args) {
    for (KernelProvider provider : NativeProviders.all()) {
      System.out.println(
          provider.description() + ": " + floats(provider) + " cases touch nothing beside");
    }
    for (KernelProvider provider : NativeProviders.forIntegers()) {
      System.out.println(
          provider.description() + ": " + others(provider) + " others touch nothing beside");
    }
  }

  private static int floats(KernelProvider provider) {
    int run = 0;
    for (KernelCase test : KernelSuite.cases()) {
      Optional<Offer> offer = provider.offer(test.task());
      if (offer.isPresent()) {
        Kernel kernel = offer.get().kernel(new PackedWeights(MEMORY::allocate));
        run(kernel, test, false);
        if (offer.get().overwritesInput(1)) {
          run(kernel, test, true);
        }
        run++;
      }
    }
    return run;
  }

  private static int others(KernelProvider provider) {
    int run = 0;
    List<IntegerCase> bytes = new ArrayList<>(IntegerCases.all());
    Bf16Cases.every().map(Bf16Cases.Bf16Case::bytes).forEach(bytes::add);
    for (IntegerCase test : bytes) {
      Optional<Offer> offer = provider.offer(test.task());
      if (offer.isPresent()) {
        Kernel kernel = offer.get().kernel(new PackedWeights(MEMORY::allocate));
        kernel.run(test.run(kernel, MEMORY::allocate, 0).frame(), 0, kernel.units(), 0);
        run++;
      }
    }
    return run;
  }

  /** Touches the page behind a buffer. */
  static final class Touch {
    private Touch() {}

    public static void main(String[] args) {
      long end = MEMORY.allocate(4096).address() + 4096;
      System.out.println(MemorySegment.ofAddress(end).reinterpret(64).get(Tensors.FLOAT, 0));
    }
  }

  /**
   * @param over whether the output stands where the first input stands
   */
  private static void run(Kernel kernel, KernelCase test, boolean over) {
    MemorySegment[] inputs =
        test.inputs().stream().map(GuardPages::tensor).toArray(MemorySegment[]::new);
    MemorySegment output = over ? inputs[0] : MEMORY.allocate((long) test.outputs() * Float.BYTES);
    MemorySegment[] scratch = {MEMORY.allocate(Math.max(1, kernel.scratchBytes()))};
    Frame frame = new Frame(inputs, output, scratch, Arguments.of(kernel, 1));
    kernel.run(frame, 0, kernel.units(), 0);
  }

  private static MemorySegment tensor(float[] values) {
    MemorySegment segment = MEMORY.allocate((long) values.length * Float.BYTES);
    MemorySegment.copy(values, 0, segment, Tensors.FLOAT, 0, values.length);
    return segment;
  }
}
