package liviano.kernels;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Runs each vector kernel until it allocates nothing any more. A vector is an object to everything
 * but fully inlined C2 code, so that this is the sign of compiled speed that needs no clock: a
 * kernel that C1 or C2 gave up on allocates for ever.
 */
final class CompiledKernels {
  private static final int RUNS = 20;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Random random = new Random(1);
  private int params;

  private CompiledKernels() {}

  public static void main(String[] args) throws Throwable {
    CompiledKernels kernels = new CompiledKernels();
    MethodHandle allocated = allocatedBytes();
    for (KernelCase test : kernels.cases()) {
      System.out.println("SETTLED " + test + " at " + settle(test, allocated) + " bytes");
    }
  }

  /** Bytes that {@value #RUNS} runs allocate, once they allocate least. */
  private static long settle(KernelCase test, MethodHandle allocated) throws Throwable {
    KernelRun run = KernelRun.of(ChildJvm.vector(), test);
    Kernel kernel = run.kernel();
    Frame frame = run.frame();
    int units = kernel.units();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    long least = Long.MAX_VALUE;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = (long) allocated.invokeExact();
      for (int i = 0; i < RUNS; i++) {
        kernel.run(frame, 0, units, 0);
      }
      least = Math.min(least, (long) allocated.invokeExact() - before);
    }
    return least;
  }

  /** By reflection: core reads no management module. */
  private static MethodHandle allocatedBytes() throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return MethodHandles.publicLookup()
        .findVirtual(
            Class.forName("com.sun.management.ThreadMXBean"),
            "getCurrentThreadAllocatedBytes",
            MethodType.methodType(long.class))
        .bindTo(bean);
  }

  /** A task for every path through the kernels. */
  private List<KernelCase> cases() {
    return List.of(
        pointwise(200, 32, 96, false),
        pointwise(200, 24, 40, true),
        pointwise(50, 96, 16, false),
        pointwise(49, 160, 320, false),
        pointwise(1, 320, 100, false),
        convolution(1, 3, 32),
        convolution(2, 24, 40),
        depthwise(1, 1, 96),
        depthwise(2, 1, 96),
        depthwise(1, 2, 72),
        depthwise(1, 1, 5),
        pool(),
        simple("resize", new Task.Resize(1, 7, 7, 20, 20, 21, Sampling.HALF_PIXEL), 49 * 21, 8400),
        affine(),
        simple("add", new Task.Add(10_001, Clamp.RELU6), 10_001, 10_001),
        simple("clip", new Task.Clip(10_001, Clamp.RELU6), 10_001, 10_001));
  }

  private KernelCase pointwise(int rows, int in, int out, boolean residual) {
    Epilogue epilogue = new Epilogue(Optional.of(param(out)), residual, Clamp.RELU6);
    Task task = new Task.Pointwise(rows, in, out, param(out, in), epilogue);
    List<float[]> inputs =
        residual ? List.of(values(rows * in), values(rows * out)) : List.of(values(rows * in));
    String name = "pointwise %d %d %d".formatted(rows, in, out);
    return new KernelCase(name, task, inputs, rows * out, in);
  }

  private KernelCase convolution(int stride, int in, int out) {
    int side = 21;
    int outSide = (side - 1) / stride + 1;
    Geometry g =
        new Geometry(1, side, side, in, outSide, outSide, out, 3, 3, stride, stride, 1, 1, 1, 1);
    Epilogue epilogue = new Epilogue(Optional.of(param(out)), false, Clamp.RELU6);
    Task task = new Task.Convolution(g, 1, param(out, 3, 3, in), epilogue);
    String name = "convolution stride %d %d %d".formatted(stride, in, out);
    return simple(name, task, side * side * in, outSide * outSide * out);
  }

  private KernelCase depthwise(int stride, int dilation, int channels) {
    int side = 21;
    int outSide = (side - 1) / stride + 1;
    Geometry g =
        new Geometry(
            1, side, side, channels, outSide, outSide, channels, 3, 3, stride, stride, dilation,
            dilation, dilation, dilation);
    Epilogue epilogue = new Epilogue(Optional.of(param(channels)), false, Clamp.RELU6);
    Task task = new Task.Depthwise(g, param(3, 3, channels), epilogue);
    String name = "depthwise stride %d dilation %d, %d".formatted(stride, dilation, channels);
    return simple(name, task, side * side * channels, outSide * outSide * channels);
  }

  private KernelCase pool() {
    Geometry g = new Geometry(1, 7, 7, 100, 1, 1, 100, 7, 7, 1, 1, 1, 1, 0, 0);
    return simple("average pool", new Task.AveragePool(g, false), 4900, 100);
  }

  private KernelCase affine() {
    Task task = new Task.Affine(100, 24, param(24), param(24), Clamp.RELU6);
    return simple("affine", task, 2400, 2400);
  }

  private KernelCase simple(String name, Task task, int inputs, int outputs) {
    List<float[]> tensors =
        task.inputs() == 2 ? List.of(values(inputs), values(inputs)) : List.of(values(inputs));
    return new KernelCase(name, task, tensors, outputs, 0);
  }

  private Param param(Integer... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    return Tensors.param("param " + params++, values(count), dims);
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
