package liviano.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.tensor.Bf16;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** The suite's sums and averages on bfloat16: the same sizes, windows and ends. */
final class Bf16Cases {
  /**
   * A task on bfloat16.
   *
   * @param bytes the same with the bytes of its inputs
   * @param floats the same numbers, widened, as a task in floats
   * @param roundings how many times a number is rounded to 16 bits on its way to an output
   */
  record Bf16Case(IntegerCase bytes, KernelCase floats, int roundings) {
    Task task() {
      return bytes.task();
    }

    @Override
    public String toString() {
      return bytes.name();
    }
  }

  private Bf16Cases() {}

  static List<Bf16Case> all() {
    List<Bf16Case> cases = new ArrayList<>();
    int number = 0;
    for (KernelCase test : KernelSuite.cases()) {
      narrow(test, number++).ifPresent(cases::add);
    }
    return cases;
  }

  /** Conversions of numbers of every kind, and of counts that fit no vector. */
  static List<Bf16Case> conversions() {
    Draws draws = new Draws(20180117, NumberKind.SPECIAL);
    List<Bf16Case> cases = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int count = draws.count();
      float[] values = draws.wide(count);
      for (Formats formats :
          List.of(Formats.of(DType.F32, DType.BF16), Formats.of(DType.BF16, DType.F32))) {
        Task task = new Elementwise.Convert(count, formats);
        byte[] bytes = formats.output() == DType.F32 ? narrow(values) : stored(values);
        String name = "convert " + count + " numbers, " + formats;
        cases.add(
            new Bf16Case(
                new IntegerCase(name, task, List.of(bytes), count),
                new KernelCase(name, task, List.of(values), count, 0),
                1));
      }
    }
    return cases;
  }

  /**
   * @param number by which floats come out, or are what a convolution reads, where nothing is added
   */
  private static Optional<Bf16Case> narrow(KernelCase test, int number) {
    return switch (test.task()) {
      case Linear.Convolution t when number % 3 == 1 && !t.epilogue().residual() -> {
        Linear narrow = narrow(t, number % 2 == 0 ? DType.F32 : DType.BF16);
        Formats formats = Formats.of(DType.F32, narrow.formats().output());
        yield Optional.of(of(test, narrow.with(narrow.epilogue(), formats), widened(t), 1));
      }
      case Linear t -> {
        boolean wide = number % 3 == 0 && !t.epilogue().residual();
        DType output = wide ? DType.F32 : DType.BF16;
        yield Optional.of(of(test, narrow(t, output), widened(t), 1));
      }
      case Fused.InvertedResidual t ->
          Optional.of(
              of(
                  test,
                  new Fused.InvertedResidual(
                      t.expand().map(e -> (Linear.Expansion) narrow(e, DType.BF16)),
                      (Linear.Depthwise) narrow(t.filter(), DType.BF16),
                      (Linear.Pointwise) narrow(t.project(), DType.BF16)),
                  new Fused.InvertedResidual(
                      t.expand().map(e -> (Linear.Expansion) widened(e)),
                      (Linear.Depthwise) widened(t.filter()),
                      (Linear.Pointwise) widened(t.project())),
                  3));
      case Fused.PooledPointwise t ->
          Optional.of(
              of(
                  test,
                  new Fused.PooledPointwise(
                      (Linear.Pointwise) narrow(t.pointwise(), DType.F32), t.pool()),
                  new Fused.PooledPointwise((Linear.Pointwise) widened(t.pointwise()), t.pool()),
                  0));
      default -> Optional.empty();
    };
  }

  private static Bf16Case of(KernelCase test, Task narrow, Task widened, int roundings) {
    boolean reads = narrow.formats().inputs().getFirst() == DType.F32;
    List<byte[]> bytes =
        test.inputs().stream().map(reads ? Bf16Cases::stored : Bf16Cases::narrow).toList();
    List<float[]> inputs = test.inputs().stream().map(Bf16Cases::widened).toList();
    String name = "bf16 " + test.name() + ", " + narrow.formats();
    return new Bf16Case(
        new IntegerCase(name, narrow, bytes, test.outputs()),
        new KernelCase(name, widened, inputs, test.outputs(), test.products()),
        roundings);
  }

  private static Linear narrow(Linear task, DType output) {
    Formats formats =
        new Formats(Collections.nCopies(task.formats().inputs().size(), DType.BF16), output);
    Param weight = task.weight();
    byte[] bytes = narrow(weight.toFloats());
    MemorySegment data = Arena.ofAuto().allocate(bytes.length + 1L, 64).asSlice(1);
    MemorySegment.copy(bytes, 0, data, Tensors.BYTE, 0, bytes.length);
    Param narrowed = new Param(weight.name(), DType.BF16, weight.shape(), data);
    return task.with(narrowed, task.epilogue(), formats);
  }

  private static Linear widened(Linear task) {
    float[] values = widened(task.weight().toFloats());
    Integer[] dims = task.weight().shape().dims().toArray(Integer[]::new);
    return task.with(
        Tensors.param(task.weight().name(), values, dims), task.epilogue(), task.formats());
  }

  private static byte[] stored(float[] values) {
    return Tensors.of(values).asSlice(0, 4L * values.length).toArray(Tensors.BYTE);
  }

  private static byte[] narrow(float[] values) {
    byte[] bytes = new byte[2 * values.length];
    MemorySegment segment = MemorySegment.ofArray(bytes);
    for (int i = 0; i < values.length; i++) {
      segment.set(LittleEndian.SHORT_UNALIGNED, 2L * i, Bf16.of(values[i]));
    }
    return bytes;
  }

  private static float[] widened(float[] values) {
    float[] widened = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = Bf16.toFloat(Bf16.of(values[i]));
    }
    return widened;
  }

  /** Every case that machine code may serve. */
  static Stream<Bf16Case> every() {
    return Stream.concat(all().stream(), conversions().stream());
  }
}
